"""Roots of unity and of cubics, as complex numbers in Python's own text."""
import cmath

for k in range(5):
    z = cmath.exp(2j * cmath.pi * k / 5)
    print(f"{z.real:+.6f} {z.imag:+.6f}i")
z = 1 + 0j
for _ in range(50000):
    z = z * (0.6 + 0.8j)
print(z, abs(z) < 1.1, (3 + 4j) ** 2, complex(0, -0.5))
