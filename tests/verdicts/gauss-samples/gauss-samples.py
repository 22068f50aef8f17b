"""Samples of several distributions from the standard generator."""
import random

rng = random.Random(7)
print([rng.randint(1, 6) for _ in range(20)])
deck = list(range(20))
rng.shuffle(deck)
print(deck)
print(rng.choice("abcdefg"), rng.randrange(1000), rng.uniform(-1, 1))

sums = 0
for _ in range(15000):
    sums += rng.randint(-100, 100)
print(sums)
print([rng.randrange(0, 100, 7) for _ in range(8)])
print(rng.getrandbits(70))
