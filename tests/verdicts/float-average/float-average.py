"""Halves and quarters are added up: exact in any precision as long as there are few."""


def mean(count):
    total = 0.0
    for i in range(count):
        total += i % 8 * 25.25
    return total, total / count


total, average = mean(40000)
print("total", total)
print("average", average)
