// ties are settled by the character
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <queue>
#include <string>
#include <vector>

struct Node {
	long weight;
	int number;
	char c;
	int left, right;
};

int main()
{
	std::string text;
	for (int i = 0; i < 200; i++)
		text += "she sells sea shells by the sea shore; the shells she sells are surely seashells ";
	std::vector<Node> nodes;
	for (char c : text) {
		auto at = std::find_if(nodes.begin(), nodes.end(), [&](const Node &n) { return n.c == c; });
		if (at == nodes.end())
			nodes.push_back({1, (int)nodes.size(), c, -1, -1});
		else
			at->weight++;
	}
	auto later = [&](int a, int b) {
		return std::pair(nodes[a].weight, nodes[a].c ? nodes[a].c : a + 256) > std::pair(nodes[b].weight, nodes[b].c ? nodes[b].c : b + 256);
	};
	std::priority_queue<int, std::vector<int>, decltype(later)> heap(later);
	for (const Node &n : nodes)
		heap.push(n.number);
	while (heap.size() > 1) {
		int a = heap.top();
		heap.pop();
		int b = heap.top();
		heap.pop();
		nodes.push_back({nodes[a].weight + nodes[b].weight, (int)nodes.size(), 0, a, b});
		heap.push((int)nodes.size() - 1);
	}
	std::map<char, std::string> table;
	std::function<void(int, std::string)> walk = [&](int n, std::string prefix) {
		if (nodes[n].left < 0) {
			table[nodes[n].c] = prefix;
			return;
		}
		walk(nodes[n].left, prefix + "0");
		walk(nodes[n].right, prefix + "1");
	};
	walk(heap.top(), "");
	std::vector<std::pair<char, std::string>> sorted(table.begin(), table.end());
	std::stable_sort(sorted.begin(), sorted.end(),
			 [](auto &a, auto &b) { return a.second.size() < b.second.size(); });
	for (auto &[c, code] : sorted)
		printf("'%c' %s\n", c, code.c_str());
	std::string bits;
	for (char c : text)
		bits += table[c];
	printf("%zu -> %zu %.4f %s\n", text.size() * 8, bits.size(), (double)bits.size() / (double)(text.size() * 8),
	       bits.substr(0, 64).c_str());
}
