"""Lengths, cases and padding of text that is not ASCII."""

NAMES = ["Zoë", "Łukasz", "Ångström", "naïve", "Привет", "日本語", "e\u0301clair", "straße", "😀 ok"]


def initials(name):
    return name[0] + name[-1]


total = 0
for i, name in enumerate(NAMES):
    print(f"{i} {name:>10}|{len(name):2d}|{name[::-1]}|{initials(name)}")
    total += sum(ord(c) for c in name)
print("sum of code points", total)
print(sorted(NAMES))
print([len(name.encode()) for name in NAMES])
print("highest", max(max(name) for name in NAMES), hex(max(ord(c) for c in "".join(NAMES))))
checksum = 0
for k in range(40000):
    name = NAMES[k % len(NAMES)]
    checksum = (checksum * 33 + ord(name[k % len(name)])) % 2**32
print(checksum)
