"""Compares two ways to sum, with a table of times and the factor between them."""
import time

print(f"{'n':>8} {'loop':>10} {'formula':>10} {'factor':>8}")
check = 0
for n in (1000, 10000, 100000):
    a = time.perf_counter()
    s = 0
    for i in range(n):
        s += i * i
    b = time.perf_counter()
    t = (n - 1) * n * (2 * n - 1) // 6
    c = time.perf_counter()
    check += s == t
    print(f"{n:>8} {(b - a) * 1e3:>8.3f}ms {(c - b) * 1e3:>8.3f}ms {(b - a) / (c - b):>7.1f}x")
print("equal", check)
