"""Two ways to the same sum, timed, with their ratio."""
import time


def slow(n):
    return sum(sum(range(i)) for i in range(n))


def fast(n):
    return n * (n - 1) * (n - 2) // 6


def measure(function, n, repeat=3):
    best = float("inf")
    for _ in range(repeat):
        begin = time.perf_counter()
        result = function(n)
        best = min(best, time.perf_counter() - begin)
    return result, best


a, slow_time = measure(slow, 900)
b, fast_time = measure(fast, 900)
print(f"slow: {a} (best of 3: {slow_time:.3e} s)")
print(f"fast: {b} (best of 3: {fast_time:.3e} s)")
print(f"Speedup: {slow_time / fast_time:.1f}x")
print("equal" if a == b else "different")
time.sleep(0.02)
print("CPU time used:", round(time.process_time(), 3))
