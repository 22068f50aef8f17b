"""Wrap and justify a text, in blocks and centred."""

TEXT = ("The quick brown fox jumps over the lazy dog while seven wizards quietly boil "
        "extraordinary jars of vexing quince jam, and nobody in the village asks why.")


def wrap(words, width):
    lines, line = [], []
    for word in words:
        if sum(map(len, line)) + len(line) + len(word) > width:
            lines.append(line)
            line = []
        line.append(word)
    return lines + [line]


def justify(line, width):
    if len(line) == 1:
        return line[0]
    gaps = len(line) - 1
    blanks = width - sum(map(len, line))
    out = ""
    for i, word in enumerate(line[:-1]):
        out += word + " " * (blanks // gaps + (i < blanks % gaps))
    return out + line[-1]


words = TEXT.split()
for width in (24, 37):
    lines = wrap(words, width)
    print("+" + "-" * width + "+")
    for line in lines[:-1]:
        print("|" + justify(line, width).ljust(width) + "|")
    print("|" + " ".join(lines[-1]).center(width) + "|")
print(sum(len(wrap(words * 3, w)) for w in range(15, 90)))
for word in ("odd", "even"):
    for width in (7, 8):
        print(f"[{word:^{width}}] [{word.center(width)}] [{word:>{width}}] [{word:*<{width}}]")
