"""Two dice thrown with the standard generator, seeded."""
import random

random.seed(2024)
histogram = [0] * 13
for _ in range(15000):
    first = random.random()
    second = random.random()
    histogram[int(first * 6) + int(second * 6) + 2] += 1

for total in range(2, 13):
    bar = "#" * (histogram[total] // 50)
    print(f"{total:2d} {histogram[total]:5d} {bar}")
print("one more:", random.random())
print("sum of ten:", sum(random.random() for _ in range(10)))
print("coin:", "".join("HT"[random.getrandbits(1)] for _ in range(40)))
mean = sum(t * n for t, n in enumerate(histogram)) / sum(histogram)
print(f"mean {mean:.4f}")
