"""Codes that look like numbers and are not: leading zeros, versions, signs."""


def check_digit(code):
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(code))
    return (10 - total % 10) % 10


codes = []
x = 5
for i in range(20000):
    x = (x * 4096 + 150889) % 714025
    codes.append(f"{x % 100000:05d}")
good = [c for c in codes if check_digit(c[:-1]) == int(c[-1])]
print(len(good), "valid")
for c in sorted(set(good))[:6]:
    print(c, c[::-1])
print("versions", *sorted(["1.10", "1.9", "1.2", "1.20"]))
print("newest", max(["1.10", "1.9", "1.2", "1.20"], key=lambda v: tuple(map(int, v.split(".")))))
print("change", f"{7:+d}", f"{-3:+d}", f"{0:+d}")
print("phone 0049 0228 1", "account 000012", sep=", ")
