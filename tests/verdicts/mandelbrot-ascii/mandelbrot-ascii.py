"""The Mandelbrot set in characters, with complex numbers."""

SHADES = " .:-=+*#%@"
WIDTH, HEIGHT, LIMIT = 64, 24, 60


def escape(c):
    z = 0j
    for n in range(LIMIT):
        z = z * z + c
        if z.real * z.real + z.imag * z.imag > 4.0:
            return n
    return LIMIT


total = 0
for row in range(HEIGHT):
    line = ""
    for col in range(WIDTH):
        c = complex(-2.2 + 3.2 * col / WIDTH, -1.2 + 2.4 * row / HEIGHT)
        n = escape(c)
        total += n
        line += SHADES[n * (len(SHADES) - 1) // LIMIT]
    print("|" + line + "|")
print("iterations", total)
z = complex(0.3, -0.5)
for _ in range(5):
    z = z * z + complex(-0.1, 0.65)
print(z, abs(z), z.conjugate().imag)
