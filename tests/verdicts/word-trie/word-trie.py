"""A prefix tree, with completions in order."""


class Node:
    def __init__(self):
        self.children = {}
        self.count = 0


class Trie:
    def __init__(self):
        self.root = Node()
        self.nodes = 1

    def add(self, word):
        node = self.root
        for c in word:
            if c not in node.children:
                node.children[c] = Node()
                self.nodes += 1
            node = node.children[c]
        node.count += 1

    def complete(self, prefix):
        node = self.root
        for c in prefix:
            node = node.children.get(c)
            if node is None:
                return
        stack = [(prefix, node)]
        while stack:
            word, node = stack.pop()
            if node.count:
                yield word, node.count
            for c in sorted(node.children, reverse=True):
                stack.append((word + c, node.children[c]))


trie = Trie()
x = 7
for _ in range(6000):
    word = ""
    while not word or x % 4:
        x = (x * 214013 + 2531011) % 2**31
        word += "abcdrst"[(x >> 16) % 7]
    trie.add(word)
print("nodes", trie.nodes)
for prefix in ("ab", "ra", "tt", "xyz"):
    found = list(trie.complete(prefix))
    print(prefix, len(found), found[:4])
print(sum(n * len(w) for w, n in trie.complete("")))
