"""Progress on stderr in per cent, the result on stdout."""
import sys

total = 0
for block in range(10):
    for i in range(block * 20000, (block + 1) * 20000):
        total ^= i * 2654435761 % 4294967296
    print(f"\rprogress {100 * (block + 1) // 10:3d}%", end="", file=sys.stderr, flush=True)
print(file=sys.stderr)
print(f"{total:08x} {total:032b}")
