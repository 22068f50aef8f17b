"""Bits: shifts of negatives, complements, hexadecimal, reversal, population counts."""


def reverse32(x):
    result = 0
    for _ in range(32):
        result = result << 1 | x & 1
        x >>= 1
    return result


def parity_sum(n):
    return sum(bin(i).count("1") & 1 for i in range(n))


for n in (-1, -17, 5, -2147483648):
    print(n, ~n, n >> 2, n & 0xFF, n ^ 0x5A, n << 3)
print(hex(reverse32(0x12345678)), oct(511), bin(37), f"{200:08b}", f"{3:016b}")
print(f"{255:x} {255:X} {48879:#x} {-255:x}")
print(parity_sum(30000))
x = 0x9E3779B97F4A7C15
for i in range(5):
    x ^= x << 13 & 0xFFFFFFFFFFFFFFFF
    x ^= x >> 7
    x ^= x << 17 & 0xFFFFFFFFFFFFFFFF
    print(f"{x:016x}", x.bit_length())
print(1 << 40, (1 << 70) >> 65, -1 >> 100)
