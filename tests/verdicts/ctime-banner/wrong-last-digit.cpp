// one digit of one row
#include <chrono>
#include <cstdio>
#include <ctime>
#include <vector>

int main()
{
	auto started = std::chrono::steady_clock::now();
	time_t now = time(nullptr);
	printf("Started: %s", ctime(&now));
	const int n = 60;
	std::vector<std::vector<int>> grid(n, std::vector<int>(n)), next = grid;
	for (int y = 0; y < n; y++)
		for (int x = 0; x < n; x++)
			grid[y][x] = x * y % 7;
	for (int k = 0; k < 20; k++) {
		for (int y = 0; y < n; y++)
			for (int x = 0; x < n; x++)
				next[y][x] = (grid[y][(x + n - 1) % n] + grid[(y + n - 1) % n][x]) % 10;
		grid.swap(next);
	}
	int sum = 0;
	for (auto &row : grid)
		for (int v : row)
			sum += v;
	for (int y = 0; y < n; y += 20) {
		grid[40][59] = (grid[40][59] + 1) % 10;
		for (int v : grid[y])
			putchar('0' + v);
		putchar('\n');
	}
	printf("sum %d\n", sum);
	auto us = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started).count();
	printf("Duration: 0:00:%02lld.%06lld\n", (long long)us / 1000000 % 60, (long long)us % 1000000);
}
