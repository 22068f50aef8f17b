"""Write a log file with time stamps and durations, and say on stderr where it is."""
import sys
import time


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


with open("run.log", "w") as log:
    for block in range(6):
        begin = time.perf_counter()
        total = sum(collatz(n) for n in range(block * 150 + 1, block * 150 + 151))
        took = time.perf_counter() - begin
        stamp = time.strftime("%H:%M:%S")
        log.write(f"[{stamp}] block {block}: {total} steps, took {took:.6f} s\n")
        print(f"block {block}: {total}")
print("log written to run.log", file=sys.stderr)
