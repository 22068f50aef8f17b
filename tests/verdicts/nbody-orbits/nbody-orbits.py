"""Planets pulled by one another, advanced in small steps."""
import math

BODIES = [
    [0.0, 0.0, 0.0, 0.0, 39.47],
    [1.0, 0.0, 0.0, 6.28, 0.00012],
    [0.0, 1.52, -5.07, 0.0, 0.0000127],
    [-5.2, 0.0, 0.0, -2.75, 0.0377],
]


def advance(bodies, dt):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            dx, dy = a[0] - b[0], a[1] - b[1]
            d2 = dx * dx + dy * dy
            mag = dt / (d2 * math.sqrt(d2))
            a[2] -= dx * b[4] * mag
            a[3] -= dy * b[4] * mag
            b[2] += dx * a[4] * mag
            b[3] += dy * a[4] * mag
    for body in bodies:
        body[0] += dt * body[2]
        body[1] += dt * body[3]


def energy(bodies):
    e = 0.0
    for i, a in enumerate(bodies):
        e += 0.5 * a[4] * (a[2] ** 2 + a[3] ** 2)
        for b in bodies[i + 1:]:
            e -= a[4] * b[4] / math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)
    return e


print("%.9f" % energy(BODIES))
for _ in range(12000):
    advance(BODIES, 0.001)
print("%.9f" % energy(BODIES))
for body in BODIES:
    print(body[0], body[1])
