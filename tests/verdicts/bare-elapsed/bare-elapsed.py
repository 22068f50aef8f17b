"""Prints how long it took, without a word beside the number."""
import time

start = time.time()
total = 0
for i in range(150000):
    total += i * i % 13
print(total)
words = []
for i in range(2000):
    words.append(chr(97 + i % 26) * (i % 5 + 1))
print(len("".join(words)), words[777])
print(time.time() - start)
