"""How much fits: a table over weights, then the items taken."""

items = [(f"item{i:02d}", 3 + i * 7 % 23, 10 + i * i * 13 % 97) for i in range(40)]
CAPACITY = 400

best = [[0] * (CAPACITY + 1) for _ in range(len(items) + 1)]
for i, (_, weight, value) in enumerate(items, 1):
    row, above = best[i], best[i - 1]
    for w in range(CAPACITY + 1):
        row[w] = above[w]
        if weight <= w and above[w - weight] + value > row[w]:
            row[w] = above[w - weight] + value

taken = []
w = CAPACITY
for i in range(len(items), 0, -1):
    if best[i][w] != best[i - 1][w]:
        taken.append(items[i - 1][0])
        w -= items[i - 1][1]
print("value", best[-1][CAPACITY], "free", w)
print(len(taken), "items:", ", ".join(sorted(taken)))
ways = [1] + [0] * 1000
for _, weight, _ in items:
    for w in range(weight, 1001):
        ways[w] += ways[w - weight]
print(ways[30], ways[100], ways[400], ways[1000])
