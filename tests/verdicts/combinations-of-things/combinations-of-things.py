"""Pipelines of iterators: combinations, permutations, groups and products."""
from itertools import accumulate, combinations, groupby, islice, permutations, product


def pythagorean(limit):
    for a, b in combinations(range(1, limit), 2):
        c = round((a * a + b * b) ** 0.5)
        if c * c == a * a + b * b:
            yield a, b, c


triples = list(pythagorean(200))
print(len(triples), triples[:4], triples[-1])
print(["".join(p) for p in islice(permutations("abcd"), 5, 12)])
print([(k, len(list(g))) for k, g in groupby("aaabbcdddda")])
print(list(accumulate([3, -1, 4, -1, 5, -9], max)), list(accumulate(range(1, 8))))
print(sum(1 for p in product(range(6), repeat=5) if sum(p) == 11))
words = sorted({a + b + c for a, b, c in permutations("stream", 3)})
print(len(words), words[:3], words[-3:], max(words, key=lambda w: (sum(map(ord, w)), w)))
print(*(x * y for x in range(3) for y in range(x, 4) if (x + y) % 2), sep=";")
