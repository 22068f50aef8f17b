#include <cstdio>
#include <memory>
#include <vector>

struct Node {
	int value;
	Node *following;
};

static void first(const Node *n)
{
	for (int i = 0; i < 6; i++, n = n->following)
		printf("%s%d", i ? ", " : "[", n->value);
	printf("] ");
}

int main()
{
	std::vector<std::unique_ptr<Node>> all;
	Node *head = nullptr;
	for (int i = 0; i < 30000; i++) {
		all.push_back(std::make_unique<Node>(Node{(int)((long)i * i % 101), head}));
		head = all.back().get();
	}
	printf("head at %p\n", (void *)head);
	long sum = 0;
	for (Node *n = head; n; n = n->following)
		sum += n->value;
	first(head);
	printf("%ld\n", sum);
	Node *before = nullptr;
	while (head) {
		Node *next = head->following;
		head->following = before;
		before = head;
		head = next;
	}
	first(before);
	sum = 0;
	int i = 0;
	for (Node *n = before; n; n = n->following, i++)
		sum += n->value * (i % 10);
	printf("%ld\n", sum);
}
