"""Pi by the Leibniz series, 100,000,000 terms."""

import time


def leibniz(terms):
    total = 0.0
    sign = 1.0
    for k in range(terms):
        total += sign / (2 * k + 1)
        sign = -sign
    return 4.0 * total


start = time.time()
result = leibniz(100_000_000)
end = time.time()

print(f"Result: {result:.12f}")
print(f"Execution Time: {end - start:.6f} seconds")
