"""Sort records by several keys, each way stable."""


class Person:
    def __init__(self, name, age, city):
        self.name, self.age, self.city = name, age, city

    def __repr__(self):
        return f"Person({self.name!r}, {self.age}, {self.city!r})"


FIRST = ["Ada", "bob", "Cleo", "dan", "Eve", "Finn", "Gus", "hal"]
CITY = ["Ulm", "Bonn", "Köln", "Trier"]
people = []
x = 12345
for i in range(2500):
    x = (x * 1103515245 + 12345) & 0x7FFFFFFF
    people.append(Person(FIRST[x >> 8 & 7] + str(i % 10), 18 + (x >> 12) % 60, CITY[x >> 20 & 3]))

by_city = sorted(people, key=lambda p: (p.city, -p.age))
print(by_city[0], by_city[-1], sep="\n")
by_age = sorted(people, key=lambda p: p.age, reverse=True)
print([p.name for p in by_age[:12]])
print([p.name for p in sorted(people, key=lambda p: p.name)[::250]])
print([p.name for p in sorted(people, key=lambda p: p.name.lower())[::250]])
groups = {}
for p in people:
    groups.setdefault(p.city, []).append(p.age)
for city, ages in groups.items():
    print(f"{city:<6}|{len(ages):5}|{sum(ages) / len(ages):8.3f}|{min(ages)}-{max(ages)}")
