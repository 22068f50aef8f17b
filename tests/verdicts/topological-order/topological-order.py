"""Order of building with dependencies, and a cycle found."""
from collections import defaultdict, deque


def order(n, edges):
    after = defaultdict(list)
    waiting = [0] * n
    for a, b in edges:
        after[a].append(b)
        waiting[b] += 1
    ready = deque(i for i in range(n) if waiting[i] == 0)
    out = []
    while ready:
        node = ready.popleft()
        out.append(node)
        for follower in after[node]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.append(follower)
    if len(out) < n:
        raise ValueError(f"cycle through {n - len(out)} nodes")
    return out


N = 4000
edges = [(i, j) for i in range(N) for j in (i * 2 + 1, i * 3 + 2, i + 40) if j < N]
result = order(N, edges)
print(result[:20], result[-5:])
print(sum(i * node for i, node in enumerate(result)))
try:
    order(5, [(0, 1), (1, 2), (2, 1), (3, 4)])
except ValueError as error:
    print("ValueError:", error)
