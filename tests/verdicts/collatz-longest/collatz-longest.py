"""The longest chain of halving and tripling that starts below a limit."""

LIMIT = 12000


def longest(limit):
    lengths = {1: 1}
    best, start = 1, 1
    peak = 1
    for n in range(1, limit):
        chain = []
        k = n
        while k not in lengths:
            chain.append(k)
            if k > peak:
                peak = k
            k = k // 2 if k % 2 == 0 else 3 * k + 1
        steps = lengths[k]
        for value in reversed(chain):
            steps += 1
            lengths[value] = steps
        if lengths[n] > best:
            best, start = lengths[n], n
    return start, best, peak, len(lengths)


start, best, peak, known = longest(LIMIT)
print(f"start {start}, {best} terms, highest {peak}")
print(f"{known} numbers remembered")
k, terms = start, []
while k != 1:
    terms.append(k)
    k = k // 2 if k % 2 == 0 else 3 * k + 1
print(terms[:5], "...", terms[-3:])
