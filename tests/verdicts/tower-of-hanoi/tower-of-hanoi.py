"""All moves of a tower of discs, and the pegs in between."""

DISCS = 11


def hanoi(n, source, target, spare):
    if n == 0:
        return
    yield from hanoi(n - 1, source, spare, target)
    yield n, source, target
    yield from hanoi(n - 1, spare, target, source)


pegs = {"A": list(range(DISCS, 0, -1)), "B": [], "C": []}
for number, (disc, source, target) in enumerate(hanoi(DISCS, "A", "C", "B"), 1):
    pegs[target].append(pegs[source].pop())
    print(f"{number:4d}: disc {disc} from {source} to {target}")
    if number % 512 == 0:
        print(pegs)
print("moves:", number)
