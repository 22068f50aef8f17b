"""round() rounds halves to even, and int() and // cut in their own ways."""


def table(values):
    for v in values:
        print(f"{v:>8} {round(v):>4} {int(v):>4} {int(v // 1):>4} {v:.0f} {v:.1f} {round(v, 1)}")


table([k / 2 for k in range(-9, 10)])
table([0.25, 0.75, 1.25, 2.675, 1.005, -0.05, 1e3 + 0.25])

print(round(1234567, -3), round(1250, -2), round(1350, -2), round(-1250, -2))
total = 0
for k in range(100000):
    total += round(k * 0.5) - round(k / 4)
print(total)
print(sum(round(k / 8, 2) for k in range(1000)))
