"""Every way to format: %, str.format, f-strings, nested widths, conversions."""

name, n, x = "kadane", 42, 3.14159265
print("%s|%10s|%-10s|%c|%%|%r" % (name, name, name, "c", name))
print("%d|%5d|%-5d|%05d|%+d|%x|%X|%o" % (n, n, n, n, n, n, n, n))
print("%f|%.2f|%8.3f|%e|%g|%G" % (x, x, x, x * 1e10, x * 1e-7, x * 1e-7))
print("{}|{:>8}|{:^9}|{:*^10}|{:<6}|".format(name, n, x, n, True))
print("{0}{1}{0} {who!r:>10} {d[a]} {l[1]}".format("a", "b", who="me", d={"a": 1}, l=[1, 2]))
for width in (4, 9):
    print(f"{n:{width}}|{x:{width}.{width // 3}f}|{name!r:>{width + 2}}|{-n:={width}}|{n:0>{width}}")
print(f"{x!s:.6}|{1e100:.3}|{123456789:e}|{0.000123:.2%}|{n:b}|{n:#010b}|{n:c}|{2**64:,}|{-1234567.5:_.1f}")
print(f"{'tab'}\t{{braces}} {n=} {x=:.2f} {name[::-1]!a}")
total = 0
for i in range(12000):
    total += len("%d:%s" % (i, format(i / 3, ".3g")))
print(total)
