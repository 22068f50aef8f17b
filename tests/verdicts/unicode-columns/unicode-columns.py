"""A table with names from several scripts: padding counts characters."""
people = [("Zoë", 12), ("Łukasz", 7), ("Ποσειδών", 31), ("中村", 5), ("Ana", 100), ("naïve", 0)]
width = max(len(name) for name, _ in people)
print("┌" + "─" * (width + 8) + "┐")
for name, points in sorted(people, key=lambda p: (-p[1], p[0])):
    print(f"│ {name:<{width}} {points:>4}  │")
print("└" + "─" * (width + 8) + "┘")
total = 0
for k in range(200000):
    total = (total * 31 + k) % 1000003
print("".join(sorted(name[0] for name, _ in people)), "straße".upper(), total, len("中村naïve"))
