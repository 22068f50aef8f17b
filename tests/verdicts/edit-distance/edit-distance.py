"""Distances between words, and how one becomes the other."""


def table(a, b):
    d = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            d[i][j] = min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
    return d


def edits(a, b):
    d = table(a, b)
    i, j = len(a), len(b)
    out = []
    while i or j:
        if i and j and d[i][j] == d[i - 1][j - 1] + (a[i - 1] != b[j - 1]):
            out.append("=" if a[i - 1] == b[j - 1] else f"{a[i - 1]}>{b[j - 1]}")
            i, j = i - 1, j - 1
        elif i and d[i][j] == d[i - 1][j] + 1:
            out.append("-" + a[i - 1])
            i -= 1
        else:
            out.append("+" + b[j - 1])
            j -= 1
    return out[::-1]


words = "kitten sitting saturday sunday flaw lawn intention execution a banana ananas".split()
for a, b in zip(words, words[1:]):
    print(f"{a} -> {b}: {table(a, b)[-1][-1]} [{' '.join(edits(a, b))}]")
print(sum(table(a, b)[-1][-1] for a in words for b in words))
