"""A random walk seeded with the day, and how long it took."""
import datetime
import time

state = datetime.date.today().toordinal()
start = time.time()
x = 0
for _ in range(150000):
    state = (state * 48271) % 2147483647
    x += 1 if state % 2 else -1
print("end of the walk:", x)
print(f"walking time: {time.time() - start:.3f} s")
