"""Results on stdout, a summary on stderr, in two streams that must both be right."""
import sys


def digits_product(n):
    p = 1
    while n:
        p *= n % 10
        n //= 10
    return p


best = {}
for n in range(10, 60000):
    k, m = 0, n
    while m >= 10:
        m = digits_product(m)
        k += 1
    if k not in best:
        best[k] = n
        print("persistence", k, "first at", n)
sys.stderr.write(f"searched {60000 - 10} numbers\n")
sys.stderr.write(f"highest persistence: {max(best)}")
