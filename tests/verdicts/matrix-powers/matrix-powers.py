"""Multiply matrices, exactly and in floating point."""


def multiply(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, col)) for col in columns] for row in a]


def identity(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]


def power(m, e):
    result = identity(len(m))
    while e:
        if e & 1:
            result = multiply(result, m)
        m = multiply(m, m)
        e >>= 1
    return result


N = 16
whole = [[(i * j + i + j) % 7 - 3 for j in range(N)] for i in range(N)]
for row in power(whole, 9)[:4]:
    print(row[:6])
print("trace", sum(power(whole, 9)[i][i] for i in range(N)))

real = [[1.0 / (i + j + 1) for j in range(N)] for i in range(N)]
result = power(real, 5)
print([round(x, 6) for x in result[0][:5]])
print(result[3][7])
print(f"{result[15][15]:.3e} {result[2][2]:g}")
