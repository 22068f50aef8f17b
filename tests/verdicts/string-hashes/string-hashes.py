"""Checksums of text: FNV-1a, Adler-32, CRC-32, djb2, and a polynomial one."""


def fnv1a(data):
    h = 0xCBF29CE484222325
    for b in data:
        h = (h ^ b) * 0x100000001B3 % 2**64
    return h


def adler(data):
    a, b = 1, 0
    for c in data:
        a = (a + c) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def crc32(data):
    crc = 0xFFFFFFFF
    for c in data:
        crc ^= c
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def polynomial(data, base=257, modulus=(1 << 61) - 1):
    h = 0
    for c in data:
        h = (h * base + c) % modulus
    return h


texts = [b"", b"a", "größe".encode(), bytes(range(256)), b"kadane " * 900]
for data in texts:
    print(len(data), f"{fnv1a(data):016x} {adler(data):08x} {crc32(data):08x}", polynomial(data))
