"""Old ciphers, broken by letter frequency."""
import string

PLAIN = ("In the middle of the journey of our life I found myself astray in a dark wood, "
         "where the straight road had been lost sight of. How hard it is to say what it was like!")
FREQUENCY = dict(zip("etaoinshrdlu", (12.7, 9.1, 8.2, 7.5, 7.0, 6.7, 6.3, 6.1, 6.0, 4.3, 4.0, 2.8)))


def caesar(text, shift):
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    shift %= 26
    table = str.maketrans(lower + upper, lower[shift:] + lower[:shift] + upper[shift:] + upper[:shift])
    return text.translate(table)


def vigenere(text, key, sign=1):
    out, k = [], 0
    for c in text:
        if c.isalpha():
            base = ord("A") if c.isupper() else ord("a")
            c = chr((ord(c) - base + sign * (ord(key[k % len(key)]) - 97)) % 26 + base)
            k += 1
        out.append(c)
    return "".join(out)


def score(text):
    return sum(FREQUENCY.get(c, 0.5) for c in text.lower() if c.isalpha())


for shift in (3, -3, 29):
    print(caesar(PLAIN, shift)[:60])
secret = caesar(PLAIN, 17)
guesses = sorted(range(26), key=lambda s: -score(caesar(secret, -s)))
print("guessed", guesses[:3], f"{score(caesar(secret, -guesses[0])):.1f}")
code = vigenere(PLAIN, "lemon")
print(code)
print(vigenere(code, "lemon", -1) == PLAIN)
