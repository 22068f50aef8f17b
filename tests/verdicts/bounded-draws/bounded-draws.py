"""Numbers below a bound without bias: what would favour the small ones is drawn again."""

SEED = 311
DRAWS = 100


class Source:
    def __init__(self, seed):
        self.state = seed

    def word(self):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return self.state // 32768 % 65536

    def below(self, bound):
        limit = 65536 - 65536 % bound
        word = self.word()
        while word >= limit:
            word = self.word()
        return word % bound


source = Source(SEED)
draws = [source.below(1000) for _ in range(DRAWS)]
print("first", draws[:8])
print("sum", sum(draws), "largest", max(draws))
print("next", source.below(1000))
