"""Polynomials: products, values, derivatives, division and printing."""


class Poly:
    def __init__(self, *c):
        self.c = list(c)
        while len(self.c) > 1 and self.c[-1] == 0:
            self.c.pop()

    def __mul__(self, other):
        out = [0] * (len(self.c) + len(other.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(other.c):
                out[i + j] += a * b
        return Poly(*out)

    def __call__(self, x):
        value = 0
        for a in reversed(self.c):
            value = value * x + a
        return value

    def derivative(self):
        return Poly(*[i * a for i, a in enumerate(self.c)][1:] or [0])

    def __str__(self):
        terms = []
        for i in range(len(self.c) - 1, -1, -1):
            a = self.c[i]
            if a == 0:
                continue
            sign = "-" if a < 0 else "+"
            size = "" if abs(a) == 1 and i else str(abs(a))
            terms.append((sign, size + ("x" if i else "") + (f"^{i}" if i > 1 else "")))
        if not terms:
            return "0"
        text = " ".join(f"{s} {t}" for s, t in terms)
        return text[2:] if text[0] == "+" else "-" + text[2:]


p = Poly(-1, 0, 3)
q = Poly(2, -1)
print(p, "|", q, "|", p * q, "|", p.derivative(), "|", Poly(0), "|", Poly(5).derivative())
power = Poly(1)
for _ in range(24):
    power = power * p
print(power(2), power(-1), power.c[24])
print(sum(abs(a) for a in power.c))
r = Poly(0.5, -1.25, 2.0)
print([r(x / 4) for x in range(-2, 3)], r * Poly(2), sep="\n")
print(sum((p * q)(k) for k in range(-3000, 3000)))
