"""Quicksort with random pivots: chance decides the way, never the result."""
import random


def quicksort(values):
    if len(values) <= 1:
        return values
    pivot = random.choice(values)
    return (
        quicksort([v for v in values if v < pivot])
        + [v for v in values if v == pivot]
        + quicksort([v for v in values if v > pivot])
    )


numbers = [(i * 7919) % 10007 for i in range(12000)]
random.shuffle(numbers)
result = quicksort(numbers)
print(result == sorted(numbers), len(result))
print(result[:8], result[-4:])
print("median", result[len(result) // 2], "distinct", len(set(result)))
