"""Phases that report how fast they were."""
import time


def phase(name, work, n):
    start = time.perf_counter()
    result = work(n)
    seconds = time.perf_counter() - start
    print(f"{name:<10} {result:>12} {seconds:8.4f} s {n / seconds:12.0f} ops/s")
    return seconds


def sums(n):
    return sum(i * i for i in range(n))


def strings(n):
    return len("".join(str(i) for i in range(n)))


def bits(n):
    x = 1
    for _ in range(n):
        x = (x << 1 | (x >> 30 ^ x >> 27) & 1) & 0x7FFFFFFF
    return x


total = phase("sums", sums, 30000) + phase("strings", strings, 20000) + phase("bits", bits, 50000)
print(f"total time: {total:.3f} s for 3 phases")
