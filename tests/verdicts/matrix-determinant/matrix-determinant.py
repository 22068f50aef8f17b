"""Determinants without fractions, exact and large."""


def determinant(m):
    m = [row[:] for row in m]
    n, sign, previous = len(m), 1, 1
    for k in range(n - 1):
        if m[k][k] == 0:
            swap = next((i for i in range(k + 1, n) if m[i][k]), None)
            if swap is None:
                return 0
            m[k], m[swap] = m[swap], m[k]
            sign = -sign
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                m[i][j] = (m[i][j] * m[k][k] - m[i][k] * m[k][j]) // previous
        previous = m[k][k]
    return sign * m[-1][-1]


def make(n, seed):
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            seed = (seed * 69069 + 1) % 2**32
            row.append((seed >> 20) % 41 - 20)
        rows.append(row)
    return rows


for n in range(1, 13):
    print(n, determinant(make(n, n)))
print(determinant([[0, 2], [3, 4]]), determinant([[1, 2], [2, 4]]))
print(sum(determinant(make(6, s)) > 0 for s in range(400)))
