"""Gauss-Jordan with partial pivots on a matrix of Hilbert's kind; residuals in scientific form."""
n = 7
a = [[1.0 / (i + j + 1) for j in range(n)] for i in range(n)]
m = [row[:] + [float(i == j) for j in range(n)] for i, row in enumerate(a)]
for c in range(n):
    p = max(range(c, n), key=lambda r: abs(m[r][c]))
    m[c], m[p] = m[p], m[c]
    d = m[c][c]
    m[c] = [v / d for v in m[c]]
    for r in range(n):
        if r != c:
            f = m[r][c]
            m[r] = [v - f * w for v, w in zip(m[r], m[c])]
inverse = [row[n:] for row in m]
for row in inverse[:3]:
    print(" ".join(f"{v:14.4f}" for v in row))
print(f"{sum(inverse[i][i] for i in range(n)):.6e}", inverse[2][5])
