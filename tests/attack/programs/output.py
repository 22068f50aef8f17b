# Prints without end on both streams.
import sys

print("TRIED", flush=True)
while True:
    sys.stdout.write("o" * 65536)
    sys.stderr.write("e" * 65536)
