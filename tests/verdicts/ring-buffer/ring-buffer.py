"""Moving averages and extremes over a ring of samples."""


class Ring:
    def __init__(self, size):
        self.data = [0] * size
        self.at = 0
        self.filled = 0

    def push(self, value):
        self.data[self.at] = value
        self.at = (self.at + 1) % len(self.data)
        self.filled = min(self.filled + 1, len(self.data))

    def items(self):
        start = (self.at - self.filled) % len(self.data)
        return [self.data[(start + i) % len(self.data)] for i in range(self.filled)]


ring = Ring(16)
x = 77
peaks = []
averages = 0.0
for t in range(6000):
    x = (x * 171) % 30269
    ring.push(x % 1000)
    items = ring.items()
    if len(items) == 16 and items[8] == max(items):
        peaks.append((t - 7, items[8]))
    averages += sum(items) / len(items)
print(len(peaks), "peaks", peaks[:4])
print(f"{averages / 6000:.9f}")
print(ring.items())
print(sorted(ring.items())[len(ring.items()) // 2], ring.at)
