"""Dig a maze with a generator of our own, then find the way out of it."""
from collections import deque

W, H = 31, 21


class Rng:
    def __init__(self, seed):
        self.s = seed

    def below(self, n):
        self.s ^= (self.s << 13) & 0xFFFFFFFF
        self.s ^= self.s >> 17
        self.s ^= (self.s << 5) & 0xFFFFFFFF
        return self.s % n


def dig(rng):
    grid = [["#"] * W for _ in range(H)]
    stack = [(1, 1)]
    grid[1][1] = " "
    while stack:
        x, y = stack[-1]
        ways = [(dx, dy) for dx, dy in ((2, 0), (0, 2), (-2, 0), (0, -2))
                if 0 < x + dx < W and 0 < y + dy < H and grid[y + dy][x + dx] == "#"]
        if not ways:
            stack.pop()
            continue
        dx, dy = ways[rng.below(len(ways))]
        grid[y + dy // 2][x + dx // 2] = grid[y + dy][x + dx] = " "
        stack.append((x + dx, y + dy))
    return grid


def solve(grid):
    came = {(1, 1): None}
    queue = deque([(1, 1)])
    while queue:
        x, y = queue.popleft()
        for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
            there = x + dx, y + dy
            if grid[there[1]][there[0]] == " " and there not in came:
                came[there] = x, y
                queue.append(there)
    at, length = (W - 2, H - 2), 0
    while at:
        grid[at[1]][at[0]] = "."
        at = came[at]
        length += 1
    return length, len(came)


for seed in (1, 2463534242):
    grid = dig(Rng(seed))
    print(solve(grid))
    print("\n".join("".join(row) for row in grid))
