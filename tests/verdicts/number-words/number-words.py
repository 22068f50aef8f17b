"""Numbers in words, roman numerals and thousands separators."""

ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen").split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
ROMAN = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
         (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def words(n):
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        rest = " and " + words(n % 100) if n % 100 else ""
        return ONES[n // 100] + " hundred" + rest
    rest = " " + words(n % 1000) if n % 1000 else ""
    return words(n // 1000) + " thousand" + rest


def roman(n):
    out = ""
    for value, sign in ROMAN:
        while n >= value:
            out += sign
            n -= value
    return out


for n in (0, 13, 40, 99, 100, 342, 1000, 1994, 70007, 512118):
    print(f"{n:>9,}  {words(n)}  {roman(n % 4000) or '-'}")
print(sum(len(words(n).replace(" ", "").replace("-", "")) for n in range(1, 10001)))
print(max(range(1, 4000), key=lambda n: len(roman(n))), f"{1234567.891:,.2f} {-98765:,} {10**12:,}")
