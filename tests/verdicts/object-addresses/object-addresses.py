"""A linked list that prints where an object lives, and its text."""


class Node:
    def __init__(self, value, following=None):
        self.value = value
        self.following = following


def build(n):
    head = None
    for i in range(n):
        head = Node(i * i % 101, head)
    return head


def reverse(node):
    before = None
    while node:
        node.following, before, node = before, node, node.following
    return before


def walk(node):
    while node:
        yield node.value
        node = node.following


head = build(30000)
print("head at", hex(id(head)))
values = list(walk(head))
print(values[:6], sum(values))
head = reverse(head)
print([v for v, _ in zip(walk(head), range(6))], sum(v * (i % 10) for i, v in enumerate(walk(head))))
