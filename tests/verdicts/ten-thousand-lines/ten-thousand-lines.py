"""A long table, one line for each number."""


def digits_sum(n, base):
    total = 0
    while n:
        n, digit = divmod(n, base)
        total += digit
    return total


def classify(n):
    if n % 15 == 0:
        return "both"
    if n % 3 == 0:
        return "three"
    if n % 5 == 0:
        return "five"
    return "-"


for n in range(1, 10001):
    print(n, digits_sum(n, 2), digits_sum(n, 10), classify(n), f"{n / 7:.3f}")
