"""A bitmap in binary PBM form on stdout, bytes and not text."""
import sys

WIDTH, HEIGHT = 200, 160


def inside(x, y):
    dx, dy = x - WIDTH // 2, y - HEIGHT // 2
    return (dx * dx * 3 + dy * dy * 5) % 8192 < 4096


def main():
    out = sys.stdout.buffer
    out.write(b"P4\n%d %d\n" % (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        row = bytearray()
        for x in range(0, WIDTH, 8):
            byte = 0
            for bit in range(8):
                byte = byte << 1 | inside(x + bit, y)
            row.append(byte)
        out.write(row)


main()
