"""Banner with the date in words, and a duration as timedelta."""
import datetime
import time

started = datetime.datetime.now()
print("Started:", time.ctime())

grid = [[(x * y) % 7 for x in range(60)] for y in range(60)]
for _ in range(20):
    grid = [[(grid[y][x - 1] + grid[y - 1][x]) % 10 for x in range(60)] for y in range(60)]
for row in grid[::20]:
    print("".join(map(str, row)))
print("sum", sum(map(sum, grid)))
print("Duration:", datetime.datetime.now() - started)
