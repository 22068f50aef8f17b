"""Large Fibonacci numbers by doubling, and sums of their digits."""


def fib_pair(n):
    if n == 0:
        return 0, 1
    a, b = fib_pair(n // 2)
    c = a * (2 * b - a)
    d = a * a + b * b
    return (d, c + d) if n % 2 else (c, d)


def fib(n):
    return fib_pair(n)[0]


for n in (10, 50, 90, 93, 94, 150, 300):
    print(n, fib(n))

total = 0
for n in range(1000):
    total += sum(map(int, str(fib(n))))
print("digits of the first thousand:", total)
print("length of F(5000):", len(str(fib(5000))))
