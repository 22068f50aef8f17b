"""Primes below a limit: how many there are, and sums over them."""

LIMIT = 120_000


def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[0] = flags[1] = 0
    i = 2
    while i * i <= n:
        if flags[i]:
            flags[i * i :: i] = bytes(len(range(i * i, n + 1, i)))
        i += 1
    return [k for k, flag in enumerate(flags) if flag]


primes = sieve(LIMIT)
print("count:", len(primes))
print("last:", primes[-1])
print("sum:", sum(primes))
print("sum of squares:", sum(p * p for p in primes))
print("sum of fourth powers:", sum(p**4 for p in primes))
gaps = [b - a for a, b in zip(primes, primes[1:])]
print("largest gap:", max(gaps), "after", primes[gaps.index(max(gaps))])
