"""One number, many ways to print it."""
import math

VALUES = [0.1, 1 / 3, 100.0, 1e15, 1e16, 123456789.125, 1e-4, 1e-5, 2.5e-310, 1e22, -0.0,
          float("inf"), float("-inf"), float("nan"), math.pi * 1e10, 5e-324]

for v in VALUES:
    print(v, f"{v:g}", f"{v:.3e}", f"{v:.10g}", f"{v:10.2f}", f"{v:+.1f}")
print(VALUES[:6])
print(str(VALUES[8]), repr(VALUES[14]))
print(0.1 + 0.2, 1e3, 3.0 * 1.1, 7 / 2, 2**0.5, 10**-3)

total = 0.0
longest = ""
for k in range(1, 20001):
    text = repr(k / 7)
    total += float(text)
    if len(text) > len(longest):
        longest = text
print(total, longest)
