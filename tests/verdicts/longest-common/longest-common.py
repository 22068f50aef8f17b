"""Common subsequences, rising subsequences, and partitions."""


def lcs(a, b):
    table = [""] * (len(b) + 1)
    for x in a:
        above = ""
        for j, y in enumerate(b, 1):
            old = table[j]
            if x == y:
                table[j] = above + x
            elif len(table[j - 1]) > len(table[j]):
                table[j] = table[j - 1]
            above = old
    return table[-1]


def rising(values):
    best = [1] * len(values)
    came = [-1] * len(values)
    for i in range(len(values)):
        for j in range(i):
            if values[j] < values[i] and best[j] + 1 > best[i]:
                best[i], came[i] = best[j] + 1, j
    at = best.index(max(best))
    out = []
    while at >= 0:
        out.append(values[at])
        at = came[at]
    return out[::-1]


def partitions(n):
    ways = [1] + [0] * n
    for k in range(1, n + 1):
        for total in range(k, n + 1):
            ways[total] += ways[total - k]
    return ways


print(repr(lcs("the lazy fox runs over hills", "a fox over the hill was lazy")))
print(lcs("AGGTABCXYZZY" * 4, "GXTXAYBCZY" * 4))
values = [(i * i * 31 + 17 * i) % 211 for i in range(280)]
print(rising(values))
ways = partitions(450)
print(ways[10], ways[100], ways[405], ways[406], ways[416], ways[450])
