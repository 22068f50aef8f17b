"""Delays along the order of a set of words, which changes with the hash seed."""

CITIES = {"Aachen", "Bonn", "Celle", "Dessau", "Emden", "Fulda", "Gera", "Hof"}


def distance(a, b):
    return abs(len(a) * 17 - len(b) * 5) + abs(ord(a[0]) - ord(b[0])) * 3


def tour(cities):
    order = list(cities)
    return sum(distance(a, b) for a, b in zip(order, order[1:] + order[:1]))


total = 0
for _ in range(6000):
    total += len(CITIES & {"Bonn", "Hof", "Ulm"})
print("shared:", total)
print(f"travel time: {tour(CITIES) / 8:.2f} hours")
