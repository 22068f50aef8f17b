"""Progress with carriage returns, a bell, tabs, and no line end at the end."""
import sys

TOTAL = 25


def work(i):
    value = i
    for _ in range(3000):
        value = (value * 8121 + 28411) % 134456
    return value


results = []
for i in range(TOTAL + 1):
    results.append(work(i))
    filled = i * 20 // TOTAL
    sys.stdout.write(f"\r[{'#' * filled}{'-' * (20 - filled)}] {100 * i // TOTAL:3d}%")
    sys.stdout.flush()
sys.stdout.write("\n")
print("results:", *results[:6], sep="\t")
print("bell\a and \x1b[1mbold\x1b[0m", end="\r\n")
print(max(results), min(results), sum(results), sep=" / ", end="")
