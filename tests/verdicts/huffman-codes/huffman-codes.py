"""Huffman codes of a text; ties in the heap are settled by a running number."""
import heapq
from itertools import count


def codes(text):
    frequency = {}
    for c in text:
        frequency[c] = frequency.get(c, 0) + 1
    number = count()
    heap = [(n, next(number), c) for c, n in frequency.items()]
    heapq.heapify(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (a[0] + b[0], next(number), (a[2], b[2])))
    out = {}

    def walk(node, prefix):
        if isinstance(node, str):
            out[node] = prefix or "0"
        else:
            walk(node[0], prefix + "0")
            walk(node[1], prefix + "1")

    walk(heap[0][2], "")
    return out


text = "she sells sea shells by the sea shore; the shells she sells are surely seashells " * 200
table = codes(text)
for c, code in sorted(table.items(), key=lambda item: (len(item[1]), item[0])):
    print(repr(c), code)
bits = "".join(table[c] for c in text)
print(len(text) * 8, "->", len(bits), f"{len(bits) / (len(text) * 8):.4f}", bits[:64])
