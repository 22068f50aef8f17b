"""Days between dates, days of the week, and Fridays the 13th."""


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year, month):
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def ordinal(year, month, day):
    total = day
    for y in range(1970, year):
        total += 366 if is_leap(y) else 365
    for m in range(1, month):
        total += days_in(year, m)
    return total


NAMES = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
fridays = []
for year in range(1970, 2110):
    for month in range(1, 13):
        if NAMES[(ordinal(year, month, 13) - 1) % 7] == "Fri":
            fridays.append(f"{year}-{month:02d}-13")
print(len(fridays), "unlucky days")
print(" ".join(fridays[:6]))
print(" ".join(fridays[-6:]))
print(ordinal(2100, 3, 1) - ordinal(2000, 3, 1))
print(f"{7 * 60 + 5:04d} minutes are {7:02d}:{5:02d}")
