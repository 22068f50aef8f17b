"""Exact fractions: harmonic numbers, continued fractions, Egyptian ones."""
from fractions import Fraction


def harmonic(n):
    return sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0))


def continued(x, n):
    out = []
    for _ in range(n):
        whole = x.numerator // x.denominator
        out.append(whole)
        x -= whole
        if x == 0:
            break
        x = 1 / x
    return out


def egyptian(x):
    out = []
    while x:
        k = -(-x.denominator // x.numerator)
        out.append(k)
        x -= Fraction(1, k)
    return out


for n in (1, 2, 5, 10, 20, 30):
    print(n, harmonic(n), float(harmonic(n)))
print(continued(Fraction(415, 93), 9), continued(Fraction(-649, 200), 9))
print(egyptian(Fraction(5, 11)), egyptian(Fraction(3, 7)))
print(Fraction(6, -4), Fraction(8, 2), abs(Fraction(-1, 3)), Fraction(7, 3) // 1)
print(sum(len(continued(Fraction(a, 97), 20)) for a in range(1, 1500)))
