"""Spirals, magic squares and transposed tables."""


def spiral(n):
    grid = [[0] * n for _ in range(n)]
    x = y = dx = 0
    dy = 1
    for k in range(1, n * n + 1):
        grid[x][y] = k
        if grid[(x + dx) % n][(y + dy) % n]:
            dx, dy = dy, -dx
        x += dx
        y += dy
    return grid


def magic(n):
    grid = [[0] * n for _ in range(n)]
    i, j = 0, n // 2
    for k in range(1, n * n + 1):
        grid[i][j] = k
        a, b = (i - 1) % n, (j + 1) % n
        if grid[a][b]:
            a, b = (i + 1) % n, j
        i, j = a, b
    return grid


for row in magic(7):
    print(*(f"{v:3d}" for v in row))
print({sum(row) for row in magic(7)} | {sum(col) for col in zip(*magic(7))})
print(list(zip(*magic(3))))
checks = [sum(i * v for i, v in enumerate(row)) for row in magic(99)]
print(checks[:3], sum(checks))
for row in spiral(6):
    print("\t".join(map(str, row)))
