"""A cache that forgets what was used least recently; order of keys shown."""
from collections import OrderedDict


class Cache:
    def __init__(self, size):
        self.size = size
        self.items = OrderedDict()
        self.hits = self.misses = 0

    def get(self, key):
        if key in self.items:
            self.hits += 1
            self.items.move_to_end(key)
            return self.items[key]
        self.misses += 1
        value = key * key % 97
        self.items[key] = value
        if len(self.items) > self.size:
            self.items.popitem(last=False)
        return value


cache = Cache(12)
state, total = 1, 0
for _ in range(30000):
    state = (state * 75 + 74) % 65537
    total += cache.get(state * state % 31)
print("hits", cache.hits, "misses", cache.misses, f"ratio {cache.hits / 30000:.2%}")
print("total", total)
print(dict(cache.items))
print(list(cache.items)[::-1])
