"""Largest sum of a run in pseudo-random arrays, by trying every run."""


def lcg(seed, a=1664525, c=1013904223, m=2**32):
    value = seed
    while True:
        value = (a * value + c) % m
        yield value


def max_subarray_sum(n, seed, low, high):
    gen = lcg(seed)
    numbers = [next(gen) % (high - low + 1) + low for _ in range(n)]
    best = float("-inf")
    for i in range(n):
        current = 0
        for j in range(i, n):
            current += numbers[j]
            if current > best:
                best = current
    return best


def total_max_subarray_sum(n, seed, low, high):
    total = 0
    gen = lcg(seed)
    for _ in range(20):
        total += max_subarray_sum(n, next(gen), low, high)
    return total


print("Total Maximum Subarray Sum (20 runs):", total_max_subarray_sum(150, 42, -10, 10))
print("Wide:", max_subarray_sum(80, 7, -(2**33), 2**33))
