"""Fit a line by gradient descent, then by the normal equations."""
import math


def data(n):
    x = 0.37
    for i in range(n):
        x = 3.9 * x * (1.0 - x)
        yield i / n, 2.5 * i / n - 1.25 + (x - 0.5) * 0.2


points = list(data(200))
a = b = 0.0
for epoch in range(300):
    ga = gb = 0.0
    for x, y in points:
        error = a * x + b - y
        ga += error * x
        gb += error
    a -= 0.5 * ga / len(points)
    b -= 0.5 * gb / len(points)
    if epoch % 60 == 0:
        print(f"{epoch:4d} a={a:.6f} b={b:.6f}")
print("descent:", a, b)

n = len(points)
sx = sum(x for x, _ in points)
sy = sum(y for _, y in points)
sxx = sum(x * x for x, _ in points)
sxy = sum(x * y for x, y in points)
slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
shift = (sy - slope * sx) / n
rmse = math.sqrt(sum((slope * x + shift - y) ** 2 for x, y in points) / n)
print("exact:", slope, shift, f"rmse {rmse:.3g}")
