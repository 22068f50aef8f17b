"""Primality of large numbers, modular powers and inverses."""

BASES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def is_prime(n):
    if n < 2:
        return False
    for p in BASES:
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in BASES:
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


for n in (2**31 - 1, 2**61 - 1, 10**18 + 9, 3215031751, 561, 18446744073709551557):
    print(n, is_prime(n))
n, found = 10**15, []
while len(found) < 8:
    n += 1
    if is_prime(n):
        found.append(n - 10**15)
print(found)
print(pow(3, 10**18, 10**9 + 7), pow(17, -1, 10**9 + 7), pow(7, 2**63, 2**63 - 25))
print(sum(is_prime(k) for k in range(5000)))
