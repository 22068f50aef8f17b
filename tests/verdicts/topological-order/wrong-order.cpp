// a stack instead of a queue
#include <cstdio>
#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

static std::vector<int> order(int n, const std::vector<std::pair<int, int>> &edges)
{
	std::vector<std::vector<int>> after(n);
	std::vector<int> waiting(n), out;
	for (auto &[a, b] : edges) {
		after[a].push_back(b);
		waiting[b]++;
	}
	std::deque<int> ready;
	for (int i = 0; i < n; i++)
		if (!waiting[i])
			ready.push_back(i);
	while (!ready.empty()) {
		int node = ready.back();
		ready.pop_back();
		out.push_back(node);
		for (int follower : after[node])
			if (--waiting[follower] == 0)
				ready.push_back(follower);
	}
	if ((int)out.size() < n)
		throw std::invalid_argument("cycle through " + std::to_string(n - (int)out.size()) + " nodes");
	return out;
}

int main()
{
	const int n = 4000;
	std::vector<std::pair<int, int>> edges;
	for (int i = 0; i < n; i++)
		for (int j : {i * 2 + 1, i * 3 + 2, i + 40})
			if (j < n)
				edges.emplace_back(i, j);
	auto result = order(n, edges);
	long long sum = 0;
	for (size_t i = 0; i < result.size(); i++)
		sum += (long long)i * result[i];
	for (size_t i = 0; i < 20; i++)
		printf("%s%d", i ? ", " : "[", result[i]);
	printf("] ");
	for (size_t i = n - 5; i < n; i++)
		printf("%s%d", i > n - 5 ? ", " : "[", result[i]);
	printf("]\n%lld\n", sum);
	try {
		order(5, {{0, 1}, {1, 2}, {2, 1}, {3, 4}});
	} catch (const std::invalid_argument &error) {
		printf("ValueError: %s\n", error.what());
	}
}
