"""Sets of small integers print in the order of their table."""


def squares_mod(n):
    return {k * k % n for k in range(n)}


for n in (5, 7, 8, 13, 24):
    print(n, squares_mod(n))

evens = set(range(0, 20, 2))
threes = set(range(0, 20, 3))
print(evens & threes, len(evens | threes))
print(sorted(evens ^ threes))
print({5, 3, 8}, {1, 0, -1 + 2})
print(set("a"), frozenset([5]), set())

seen = set()
state = 11
steps = 0
while state not in seen:
    seen.add(state)
    state = (state * state + 1) % 65521
    steps += 1
print("cycle after", steps, "at", state, sum(seen))
count = 0
for k in range(60000):
    if k % 977 in evens:
        count += 1
print(count)
