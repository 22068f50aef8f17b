"""A queue simulated with a generator that is seeded from the clock: no two runs agree."""
import random
import time

random.seed(time.time())


def simulate(customers):
    free = 0.0
    now = 0.0
    waited = 0.0
    for _ in range(customers):
        now += random.expovariate(1.0)
        begin = max(now, free)
        waited += begin - now
        free = begin + random.uniform(0.2, 1.2)
    return waited / customers


print("customers:", 20000)
print(f"mean waiting time: {simulate(20000):.4f} minutes")
print(f"longest time seen: {max(simulate(500) for _ in range(20)):.4f} minutes")
