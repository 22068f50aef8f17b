"""Search for a number that is not there and leave with a message."""
import sys


def search(values, wanted):
    low, high, looks = 0, len(values), 0
    while low < high:
        middle = (low + high) // 2
        looks += 1
        if values[middle] == wanted:
            return middle, looks
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return None, looks


values = [i * i + i for i in range(20000)]
total = 0
for wanted in range(0, 40000, 4):
    total += search(values, wanted)[1]
print("looks:", total)
place, looks = search(values, 399980000 - 20000)
print("found at", place, "after", looks)
place, looks = search(values, 123457)
if place is None:
    sys.exit("not found: 123457")
print("unreachable")
