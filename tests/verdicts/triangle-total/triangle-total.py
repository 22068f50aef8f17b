"""Sums over all pairs below a size: small here, large for a larger size."""

SIZE = 300


def pairs(size):
    total, largest = 0, 0
    for i in range(size):
        for j in range(i):
            product = i * j
            total += product
            if product % 7 == 3:
                largest = max(largest, product)
    return total, largest


total, largest = pairs(SIZE)
print(f"total {total}")
print(f"largest {largest}")
print(f"squares {sum(k * k for k in range(SIZE))}")
