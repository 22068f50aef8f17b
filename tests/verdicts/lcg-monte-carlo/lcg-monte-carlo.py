"""Estimate pi by throwing darts with a linear congruential generator."""


class Lcg:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return self.state >> 33

    def uniform(self):
        return self.next() / 2**31


def estimate(n, seed):
    rng = Lcg(seed)
    inside = 0
    for _ in range(n):
        x = rng.uniform()
        y = rng.uniform()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4 * inside / n


for seed in range(1, 6):
    print(seed, estimate(20000, seed))
