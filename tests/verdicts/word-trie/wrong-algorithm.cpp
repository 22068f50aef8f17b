// a prefix that is not there gives all words
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct Node {
	std::map<char, std::unique_ptr<Node>> children;
	int count = 0;
};

using Found = std::vector<std::pair<std::string, int>>;

static void collect(const Node &node, std::string &word, Found &found)
{
	if (node.count)
		found.emplace_back(word, node.count);
	for (const auto &[c, child] : node.children) {
		word.push_back(c);
		collect(*child, word, found);
		word.pop_back();
	}
}

static Found complete(const Node &root, std::string prefix)
{
	const Node *node = &root;
	for (char c : prefix) {
		auto at = node->children.find(c);
		if (at == node->children.end())
			break;
		node = at->second.get();
	}
	Found found;
	collect(*node, prefix, found);
	return found;
}

int main()
{
	Node root;
	int nodes = 1;
	int64_t x = 7;
	for (int i = 0; i < 6000; i++) {
		std::string word;
		while (word.empty() || x % 4) {
			x = (x * 214013 + 2531011) % 2147483648LL;
			word += "abcdrst"[(x >> 16) % 7];
		}
		Node *node = &root;
		for (char c : word) {
			auto &child = node->children[c];
			if (!child) {
				child = std::make_unique<Node>();
				nodes++;
			}
			node = child.get();
		}
		node->count++;
	}
	std::cout << "nodes " << nodes << "\n";
	for (std::string prefix : {"ab", "ra", "tt", "xyz"}) {
		Found found = complete(root, prefix);
		std::cout << prefix << " " << found.size() << " [";
		for (size_t i = 0; i < found.size() && i < 4; i++)
			std::cout << (i ? ", " : "") << "('" << found[i].first << "', " << found[i].second << ")";
		std::cout << "]\n";
	}
	size_t sum = 0;
	for (auto &[word, n] : complete(root, ""))
		sum += word.size() * (size_t)n;
	std::cout << sum << "\n";
}
