"""Exit status from a negative number, after everything was written."""
import sys

total = 0
for i in range(150000):
    total += i * i % 7 - 3
print("balance", total)
print("check", total % 1000, -total % 1000, -total // 1000)
sys.stdout.flush()
print("status -1 follows", file=sys.stderr)
sys.exit(-1 if total else 0)
