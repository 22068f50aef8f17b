// ^ is taken for a power and written as a product
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <vector>

struct Edge {
	int a, b, cost;
};

struct Sets {
	std::vector<int> parent, size;

	explicit Sets(int n) : parent(n), size(n, 1) { std::iota(parent.begin(), parent.end(), 0); }

	int find(int a)
	{
		while (parent[a] != a)
			a = parent[a] = parent[parent[a]];
		return a;
	}

	bool join(int a, int b)
	{
		a = find(a);
		b = find(b);
		if (a == b)
			return false;
		if (size[a] < size[b])
			std::swap(a, b);
		parent[b] = a;
		size[a] += size[b];
		return true;
	}
};

int main()
{
	const int n = 700;
	std::vector<Edge> edges, tree;
	for (int i = 0; i < n; i++)
		for (int k : {1, 7, 31, 100}) {
			int j = (i * k + 3 * k + 1) % n;
			if (i != j)
				edges.push_back({i, j, (i * 13 + j * 7) % 29});
		}
	std::stable_sort(edges.begin(), edges.end(), [](const Edge &x, const Edge &y) { return x.cost < y.cost; });
	Sets sets(n);
	int cost = 0, parts = 0, largest = 0;
	for (const Edge &e : edges)
		if (sets.join(e.a, e.b)) {
			tree.push_back(e);
			cost += e.cost;
		}
	printf("%zu edges, %zu in the tree, cost %d\n", edges.size(), tree.size(), cost);
	auto show = [&](size_t from, size_t to, const char *end) {
		for (size_t i = from; i < to; i++)
			printf("%s(%d, %d, %d)", i > from ? ", " : "[", tree[i].a, tree[i].b, tree[i].cost);
		printf("]%s", end);
	};
	show(0, 5, " ");
	show(tree.size() - 2, tree.size(), "\n");
	for (int i = 0; i < n; i++)
		if (sets.find(i) == i) {
			parts++;
			largest = std::max(largest, sets.size[i]);
		}
	printf("%d parts, largest %d\n", parts, largest);
	long long sum = 0;
	for (size_t i = 0; i < tree.size(); i++)
		sum += (long long)(i + 1) * (tree[i].a * tree[i].b);
	printf("%lld\n", sum);
}
