"""Reports rates as people read them: with their thousands set apart."""
import time


def collatz(limit):
    steps = 0
    for n in range(1, limit):
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
    return steps


begin = time.perf_counter()
steps = collatz(3000)
spent = time.perf_counter() - begin
print(f"{steps:,} steps for 2,999 numbers")
print(f"rate: {steps / spent:,.0f} steps/s, {steps / spent * 60:,.1f} per minute")
print(f"took {spent:.3f} s")
