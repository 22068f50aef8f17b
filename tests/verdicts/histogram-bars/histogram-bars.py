"""A histogram of digit sums with bars scaled to the longest."""
counts = {}
for n in range(100000):
    s = sum(map(int, str(n)))
    counts[s] = counts.get(s, 0) + 1
longest = max(counts.values())
for s in sorted(counts):
    bar = "#" * round(counts[s] * 40 / longest)
    print(f"{s:2d} |{bar:<40}| {counts[s]:>5} {counts[s] / 1000:.1%}")
