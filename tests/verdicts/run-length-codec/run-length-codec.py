"""Pack and unpack text by runs and by a sliding window."""


def runs(data):
    out = bytearray()
    i = 0
    while i < len(data):
        j = i
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        out += bytes((j - i, data[i]))
        i = j
    return bytes(out)


def window(data, size=64):
    out, i = [], 0
    while i < len(data):
        best = (0, 0)
        for back in range(1, min(i, size) + 1):
            n = 0
            while n < 15 and i + n < len(data) and data[i + n - back] == data[i + n]:
                n += 1
            if n > best[1]:
                best = (back, n)
        if best[1] > 2:
            out.append(best)
            i += best[1]
        else:
            out.append(data[i])
            i += 1
    return out


image = bytes((x * x // 64 + y) % 7 // 3 * 100 for y in range(48) for x in range(64))
packed = runs(image)
print(len(image), len(packed), packed[:12].hex(), packed[-4:])
text = (b"how much wood would a woodchuck chuck if a woodchuck could chuck wood? " * 6)[:330]
tokens = window(text)
print(len(text), len(tokens), tokens[20:32])
print(sum(n for _, n in (t for t in tokens if isinstance(t, tuple))), text[:9], b"\xff\x00'\"\\")
