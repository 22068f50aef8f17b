"""A hash table with open addressing and a hash of our own."""

SIZE = 4096


def hash_text(text):
    h = 5381
    for c in text:
        h = (h * 33 + ord(c)) & 0x7FFFFFFF
    return h


def square_hash(i):
    return (i * i) % SIZE


keys = [None] * SIZE
values = [0] * SIZE
probes = 0
for i in range(2600):
    key = f"key-{i * 7919 % 2600}"
    slot = hash_text(key) % SIZE
    while keys[slot] is not None and keys[slot] != key:
        slot = (slot + 1) % SIZE
        probes += 1
    keys[slot] = key
    values[slot] += i
print("used", sum(k is not None for k in keys), "probes", probes)
print("first", [(k, v) for k, v in zip(keys, values) if k][:4])
print("longest run", max(map(len, "".join("x" if k else " " for k in keys).split())))
print("squares", sum(square_hash(i) for i in range(40000)))
