"""Cheapest way through a grid of costs, with the way itself."""
import heapq

N = 40
grid = [[(x * 17 + y * 31 + x * y) % 9 + 1 for x in range(N)] for y in range(N)]


def cheapest(grid):
    best = {(0, 0): grid[0][0]}
    came = {}
    heap = [(grid[0][0], 0, 0)]
    while heap:
        cost, y, x = heapq.heappop(heap)
        if cost > best[(y, x)]:
            continue
        for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            v, u = y + dy, x + dx
            if 0 <= v < N and 0 <= u < N:
                new = cost + grid[v][u]
                if new < best.get((v, u), 10**9):
                    best[(v, u)] = new
                    came[(v, u)] = (y, x)
                    heapq.heappush(heap, (new, v, u))
    return best, came


best, came = cheapest(grid)
print("cost", best[(N - 1, N - 1)], "reached", len(best))
way = [(N - 1, N - 1)]
while way[-1] != (0, 0):
    way.append(came[way[-1]])
print(len(way), "steps:", *way[::-1][:10])
print(sum(best.values()))
