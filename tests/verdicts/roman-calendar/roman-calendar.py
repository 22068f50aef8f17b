"""Roman numerals and ISO weeks of fixed dates."""
import datetime


def roman(n):
    out = ""
    for value, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
                           (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= value:
            out += letters
            n -= value
    return out


print(sum(len(roman(n)) for n in range(1, 4000)), roman(1994), roman(3888))
for year in range(1999, 2031, 6):
    day = datetime.date(year, 1, 1)
    print(day.strftime("%d %b %Y %a"), "week", day.isocalendar()[1], roman(year))
