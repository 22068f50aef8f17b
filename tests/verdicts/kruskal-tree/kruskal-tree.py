"""Cheapest network by joining sets; ties in order of the edges."""


class Sets:
    def __init__(self, n):
        self.parent = list(range(n))
        self.size = [1] * n

    def find(self, a):
        while self.parent[a] != a:
            self.parent[a] = self.parent[self.parent[a]]
            a = self.parent[a]
        return a

    def join(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.size[a] < self.size[b]:
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size[b]
        return True


N = 700
edges = []
for i in range(N):
    for k in (1, 7, 31, 100):
        j = (i * k + 3 * k + 1) % N
        if i != j:
            edges.append((i, j, (i * 13 + j * 7) % 29))
sets = Sets(N)
tree = [edge for edge in sorted(edges, key=lambda e: e[2]) if sets.join(edge[0], edge[1])]
print(len(edges), "edges,", len(tree), "in the tree, cost", sum(e[2] for e in tree))
print(tree[:5], tree[-2:])
roots = {sets.find(i) for i in range(N)}
print(len(roots), "parts, largest", max(sets.size[r] for r in roots))
print(sum((i + 1) * (a ^ b) for i, (a, b, _) in enumerate(tree)))
