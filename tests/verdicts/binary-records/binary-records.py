"""Pack records into a binary file, read them back, append, and sum up."""
import struct

FORMAT = ">HifB"


def records(n):
    x = 9
    for i in range(n):
        x = x * 16807 % 2147483647
        yield i % 65536, x % 200001 - 100000, x / 2147483647, x % 256


with open("data.bin", "wb") as out:
    out.write(b"KAD\x00")
    for record in records(4000):
        out.write(struct.pack(FORMAT, *record))
with open("data.bin", "ab") as out:
    out.write(b"END")

total, floats, odd = 0, 0.0, 0
with open("data.bin", "rb") as data:
    magic = data.read(4)
    while len(chunk := data.read(struct.calcsize(FORMAT))) == struct.calcsize(FORMAT):
        _, amount, share, flags = struct.unpack(FORMAT, chunk)
        total += amount
        floats += share
        odd += flags & 1
print(magic, chunk, struct.calcsize(FORMAT))
print(total, f"{floats:.6f}", odd)
print(struct.pack("<i", -2).hex(), struct.unpack("<I", struct.pack("<i", -2))[0])
