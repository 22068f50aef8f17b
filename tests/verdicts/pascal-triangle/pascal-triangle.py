"""Pascal's triangle, centred, and binomials beyond 64 bits."""

ROWS = 12


def rows(n):
    row = [1]
    for _ in range(n):
        yield row
        row = [1] + [a + b for a, b in zip(row, row[1:])] + [1]


for row in rows(ROWS):
    print(" " * (3 * (ROWS - len(row))) + "".join(f"{v:6d}" for v in row))

last = None
odd = 0
for row in rows(220):
    odd += sum(v & 1 for v in row)
    last = row
print("odd", odd)
print("largest", max(last))
print("digits", len(str(sum(last))), "row 68", max(list(rows(69))[-1]))
