"""Primes by trial division, and the gaps between them."""

BOUND = 5000


def is_prime(n):
    if n < 2:
        return False
    k = 2
    while k * k <= n:
        if n % k == 0:
            return False
        k += 1
    return True


found = [n for n in range(BOUND) if is_prime(n)]
gaps = [b - a for a, b in zip(found, found[1:])]
print("primes", len(found), "last", found[-1])
print("sum", sum(found))
print("widest gap", max(gaps))
