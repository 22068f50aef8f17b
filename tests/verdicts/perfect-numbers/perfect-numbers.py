"""Sums of divisors: perfect, abundant and amicable numbers, aliquot chains."""

LIMIT = 20000

sums = [0, 0] + [1] * (LIMIT - 1)
for d in range(2, LIMIT // 2 + 1):
    for multiple in range(2 * d, LIMIT + 1, d):
        sums[multiple] += d

print("perfect:", [n for n in range(2, LIMIT) if sums[n] == n])
pairs = [(n, sums[n]) for n in range(2, LIMIT) if n < sums[n] <= LIMIT and sums[sums[n]] == n]
print("amicable:", *pairs)
abundant = [n for n in range(2, LIMIT) if sums[n] > n]
print(f"abundant: {len(abundant)} of {LIMIT}, first odd {next(n for n in abundant if n % 2)}")


def chain(n):
    out = [n]
    while 1 < out[-1] <= LIMIT and len(out) < 12:
        nxt = sums[out[-1]]
        if nxt in out:
            return out + [nxt, "..."]
        out.append(nxt)
    return out


for n in (12, 25, 95, 220, 276, 12496):
    print(" -> ".join(map(str, chain(n))))
print("densest", max((sums[n] / n, n) for n in range(1, LIMIT)))
