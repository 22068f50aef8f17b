"""A table of algorithms with a column of times under its heading."""
import time


def bubble(values):
    values = values[:]
    swaps = 0
    for i in range(len(values)):
        for j in range(len(values) - 1 - i):
            if values[j] > values[j + 1]:
                values[j], values[j + 1] = values[j + 1], values[j]
                swaps += 1
    return values, swaps


def insertion(values):
    values = values[:]
    moves = 0
    for i in range(1, len(values)):
        v, j = values[i], i
        while j > 0 and values[j - 1] > v:
            values[j] = values[j - 1]
            j -= 1
            moves += 1
        values[j] = v
    return values, moves


data = [(i * 7919 + 31) % 1009 for i in range(250)]
print(f"{'algorithm':<12}{'seconds':>10}{'moves':>8}  ok")
for function in (bubble, insertion):
    start = time.perf_counter()
    result, moves = function(data)
    seconds = time.perf_counter() - start
    print(f"{function.__name__:<12}{seconds:>10.6f}{moves:>8}  {result == sorted(data)}")
print("first:", sorted(data)[:6])
