"""The largest sum of a contiguous part of a sequence, by trying every part.

Twenty sequences of 10,000 numbers from -10 to 10, made by a linear congruential
generator so that every run, in any language, sees the same numbers.
"""

import time


def lcg(seed, a=1664525, c=1013904223, m=2**32):
    value = seed
    while True:
        value = (a * value + c) % m
        yield value


def max_subarray_sum(n, seed, low, high):
    numbers = lcg(seed)
    sequence = [next(numbers) % (high - low + 1) + low for _ in range(n)]
    best = float("-inf")
    for i in range(n):
        current = 0
        for j in range(i, n):
            current += sequence[j]
            if current > best:
                best = current
    return best


def total_max_subarray_sum(n, first_seed, low, high, runs=20):
    total = 0
    seeds = lcg(first_seed)
    for _ in range(runs):
        total += max_subarray_sum(n, next(seeds), low, high)
    return total


start = time.time()
result = total_max_subarray_sum(10_000, 42, -10, 10)
end = time.time()

print("Total Maximum Subarray Sum (20 runs):", result)
print(f"Execution Time: {end - start:.6f} seconds")
