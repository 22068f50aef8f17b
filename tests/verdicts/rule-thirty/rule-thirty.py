"""Elementary cellular automata drawn with blanks."""

WIDTH = 63


def run(rule, rows):
    cells = [0] * WIDTH
    cells[WIDTH // 2] = 1
    table = [(rule >> i) & 1 for i in range(8)]
    for _ in range(rows):
        yield cells
        left = cells[-1:] + cells[:-1]
        right = cells[1:] + cells[:1]
        cells = [table[4 * a + 2 * b + c] for a, b, c in zip(left, cells, right)]


for rule in (30, 90, 110):
    print("rule", rule)
    population = 0
    for row in run(rule, 24):
        population += sum(row)
        print("".join(" #"[c] for c in row))
    print("population", population)

total = sum(sum(row) for row in run(30, 600))
print(total)
