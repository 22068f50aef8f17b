"""A knight visits every square, choosing the one with the fewest exits."""

N = 20
MOVES = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]


def tour(n, x, y):
    board = [[0] * n for _ in range(n)]

    def exits(x, y):
        return [(x + dx, y + dy) for dx, dy in MOVES
                if 0 <= x + dx < n and 0 <= y + dy < n and not board[y + dy][x + dx]]

    step = 1
    board[y][x] = step
    while True:
        options = [(len(exits(u, v)), k, u, v) for k, (u, v) in enumerate(exits(x, y))]
        if not options:
            return board, step
        _, _, x, y = min(options)
        step += 1
        board[y][x] = step


for start in ((0, 0), (3, 5)):
    board, steps = tour(8, *start)
    print("from", start, "visits", steps)
    for row in board:
        print(" ".join("%2d" % v for v in row))
board, steps = tour(N, 0, 0)
print(steps, "of", N * N, sum(i * v for i, row in enumerate(board) for v in row))
