// goes right and down only
#include <cstdio>
#include <queue>
#include <tuple>
#include <vector>

int main()
{
	const int n = 40;
	std::vector<std::vector<int>> grid(n, std::vector<int>(n)), best(n, std::vector<int>(n, 1000000000));
	std::vector<std::vector<int>> came(n, std::vector<int>(n, -1));
	for (int y = 0; y < n; y++)
		for (int x = 0; x < n; x++)
			grid[y][x] = (x * 17 + y * 31 + x * y) % 9 + 1 + (x == 20 && y < 30) * 90;
	using Item = std::tuple<int, int, int>;
	std::priority_queue<Item, std::vector<Item>, std::greater<Item>> heap;
	best[0][0] = grid[0][0];
	heap.emplace(best[0][0], 0, 0);
	const int steps[4][2] = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}};
	while (!heap.empty()) {
		auto [cost, y, x] = heap.top();
		heap.pop();
		if (cost > best[y][x])
			continue;
		for (auto &s : steps) {
			if (s[0] + s[1] < 0)
				continue;
			int v = y + s[0], u = x + s[1];
			if (v < 0 || v >= n || u < 0 || u >= n)
				continue;
			if (cost + grid[v][u] < best[v][u]) {
				best[v][u] = cost + grid[v][u];
				came[v][u] = y * n + x;
				heap.emplace(best[v][u], v, u);
			}
		}
	}
	long sum = 0;
	for (auto &row : best)
		for (int b : row)
			sum += b;
	printf("cost %d reached %d\n", best[n - 1][n - 1], n * n);
	std::vector<int> way{n * n - 1};
	while (way.back() != 0)
		way.push_back(came[way.back() / n][way.back() % n]);
	printf("%zu steps:", way.size());
	for (size_t i = 0; i < 10; i++)
		printf(" (%d, %d)", way[way.size() - 1 - i] / n, way[way.size() - 1 - i] % n);
	printf("\n%ld\n", sum);
}
