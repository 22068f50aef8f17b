"""Conway's game of life on a torus, from a small pattern."""

WIDTH, HEIGHT = 32, 16
PATTERN = [(1, 0), (2, 1), (0, 2), (1, 2), (2, 2), (20, 8), (21, 8), (22, 8), (21, 9), (19, 10)]


def neighbours(cells, x, y):
    count = 0
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            if dx or dy:
                count += ((x + dx) % WIDTH, (y + dy) % HEIGHT) in cells
    return count


def generation(cells):
    alive = set()
    for x in range(WIDTH):
        for y in range(HEIGHT):
            n = neighbours(cells, x, y)
            if n == 3 or (n == 2 and (x, y) in cells):
                alive.add((x, y))
    return alive


cells = set(PATTERN)
for g in range(61):
    if g % 20 == 0:
        print(f"generation {g}: {len(cells)} alive")
        for y in range(HEIGHT):
            print("".join("#" if (x, y) in cells else "." for x in range(WIDTH)))
    cells = generation(cells)
