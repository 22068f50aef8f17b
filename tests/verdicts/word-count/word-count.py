"""Count words of a made-up text and print the most frequent, ties in order of appearance."""

SYLLABLES = ["ka", "de", "ne", "mo", "ri", "su", "tal", "ver", "ix", "on"]


def make_text(n):
    state = 17
    words = []
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2147483648
        first = SYLLABLES[(state >> 16) % 10]
        state = (state * 1103515245 + 12345) % 2147483648
        second = SYLLABLES[(state >> 16) % 10]
        words.append(first + second)
    return " ".join(words)


counts = {}
for word in make_text(20000).split():
    counts[word] = counts.get(word, 0) + 1

print(len(counts), "different words")
for word, count in sorted(counts.items(), key=lambda item: -item[1])[:25]:
    print(f"{word:<8}{count:>6}")
print("first seen:", ", ".join(list(counts)[:8]))
