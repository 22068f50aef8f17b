"""Fingerprints of the cells of a board, by the number of each cell."""

SIDE = 60


def fingerprint(side):
    total = 0
    for row in range(side):
        for column in range(side):
            number = row * side + column
            total = (total * 31 + number * number) % 1000003
    return total


corners = [k * k for k in (0, SIDE - 1, SIDE * (SIDE - 1), SIDE * SIDE - 1)]
print("fingerprint", fingerprint(SIDE))
print("corners", *corners)
