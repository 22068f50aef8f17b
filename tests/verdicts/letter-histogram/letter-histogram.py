"""Letters of a generated text, counted and drawn."""

text = []
x = 3
for _ in range(30000):
    x = (x * 29 + 7) % 1009
    text.append(chr(97 + x * x % 26) if x % 5 else " ")
text = "".join(text)

counts = [0] * 26
for c in text:
    if c != " ":
        counts[ord(c) - 97] += 1
pairs = [[0] * 26 for _ in range(26)]
for a, b in zip(text, text[1:]):
    if a != " " and b != " ":
        pairs[ord(a) - 97][ord(b) - 97] += 1

for i, n in enumerate(counts):
    if n:
        print(f"{chr(97 + i)} {n:5d} {'*' * (n // 100)}")
best = max((pairs[i][j], -i, -j) for i in range(26) for j in range(26))
print("pair", chr(97 - best[1]) + chr(97 - best[2]), best[0])
print("words", len(text.split()), "longest", max(map(len, text.split())))
print("empty rows", sum(not any(row) for row in pairs))
