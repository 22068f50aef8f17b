"""A program that measures itself, as most benchmarks do."""
import time


def work(n):
    total = 0
    for i in range(n):
        total = (total * 31 + i * i) % 1_000_003
    return total


begin = time.perf_counter()
result = work(100_000)
elapsed = time.perf_counter() - begin
print(f"result = {result}")
print(f"Computed 100000 steps in {elapsed * 1000:.2f} ms")

begin = time.time()
values = [work(k) for k in range(0, 300, 3)]
end = time.time()
print("values:", values[:5], "sum", sum(values))
print("Elapsed time: %.6f seconds" % (end - begin))
