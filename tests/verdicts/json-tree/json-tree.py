"""Nested data printed as JSON and as Python prints it."""
import json


def build(depth, seed):
    if depth == 0:
        return [None, True, seed % 10, seed / 8, "né\"w\n\t" + str(seed), []][seed % 6]
    if seed % 2:
        return [build(depth - 1, seed * 3 + i) for i in range(seed % 4 + 1)]
    return {f"k{i}": build(depth - 1, seed * 5 + i) for i in range(seed % 3 + 2)}


tree = build(4, 2)
print(json.dumps(tree))
print(tree)
print(json.dumps(build(2, 7), indent=2, ensure_ascii=False))
print(sum(len(json.dumps(build(4, s), sort_keys=True)) for s in range(12)))
