"""Queens that do not attack one another: how many ways, and the first of them."""

FIRST = {}


def place(n, row, columns, rising, falling, board):
    if row == n:
        FIRST.setdefault(n, board[:])
        return 1
    count = 0
    for col in range(n):
        if col in columns or row + col in rising or row - col in falling:
            continue
        board.append(col)
        count += place(n, row + 1, columns | {col}, rising | {row + col}, falling | {row - col}, board)
        board.pop()
    return count


for n in range(1, 8):
    print(n, place(n, 0, frozenset(), frozenset(), frozenset(), []), FIRST.get(n))
for col in FIRST[7]:
    print(". " * col + "Q " + ". " * (6 - col))
