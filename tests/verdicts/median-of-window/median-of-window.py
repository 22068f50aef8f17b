"""The middle of sorted pseudo-random numbers, for a length that happens to be odd."""

LENGTH = 501
SEED = 77


def numbers(length, seed):
    x, out = seed, []
    for _ in range(length):
        x = (x * 1103515245 + 12345) % 2147483648
        out.append(x // 65536 % 1000)
    return out


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    if len(values) % 2 == 1:
        return values[middle]
    return (values[middle - 1] + values[middle]) // 2


data = numbers(LENGTH, SEED)
print("median", median(data))
print("spread", max(data) - min(data))
print("above", sum(1 for v in data if v > median(data)))
