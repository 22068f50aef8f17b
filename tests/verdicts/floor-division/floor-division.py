"""Buckets for signed coordinates: // and % round towards minus infinity."""

SIZE = 7


def bucket(x, y):
    return x // SIZE, y // SIZE


def offset(x, y):
    return x % SIZE, y % -5


cells = {}
for x in range(-60, 60):
    for y in range(-60, 60):
        cells.setdefault(bucket(x, y), []).append(offset(x, y))

print(len(cells), "cells")
for key in sorted(cells)[:3] + sorted(cells)[-3:]:
    values = cells[key]
    print(key, len(values), sum(a for a, _ in values), sum(b for _, b in values))
print([n // 4 for n in range(-9, 3)])
print([n % 4 for n in range(-9, 3)])
print([divmod(n, -3) for n in (-7, -1, 0, 5, 9)])
print(-7.5 // 2, -7.5 % 2, 7.5 % -2)
