"""All numbers on a single line of half a megabyte."""


def look_and_say(text):
    out = []
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append(f"{j - i}{text[i]}")
        i = j
    return "".join(out)


text = "1"
for _ in range(36):
    text = look_and_say(text)
print(text, end=";")
x = 1
for i in range(40000):
    x = x * 48271 % 2147483647
    print(x % 1000, end="," if i < 39999 else "\n")
print(len(text), text.count("3"))
