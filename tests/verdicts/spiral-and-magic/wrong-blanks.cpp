// blanks instead of tabs
#include <cstdio>
#include <vector>

using Grid = std::vector<std::vector<int>>;

static Grid spiral(int n)
{
	Grid grid(n, std::vector<int>(n));
	int x = 0, y = 0, dx = 0, dy = 1;
	for (int k = 1; k <= n * n; k++) {
		grid[x][y] = k;
		if (grid[(x + dx + n) % n][(y + dy + n) % n]) {
			int old = dx;
			dx = dy;
			dy = -old;
		}
		x += dx;
		y += dy;
	}
	return grid;
}

static Grid magic(int n)
{
	Grid grid(n, std::vector<int>(n));
	int i = 0, j = n / 2;
	for (int k = 1; k <= n * n; k++) {
		grid[i][j] = k;
		int a = (i + n - 1) % n, b = (j + 1) % n;
		if (grid[a][b]) {
			a = (i + 1) % n;
			b = j;
		}
		i = a;
		j = b;
	}
	return grid;
}

int main()
{
	Grid seven = magic(7), three = magic(3);
	for (auto &row : seven)
		for (int j = 0; j < 7; j++)
			printf("%3d%c", row[j], j == 6 ? '\n' : ' ');
	int sum = 0;
	for (int v : seven[0])
		sum += v;
	printf("{%d}\n", sum);
	for (int j = 0; j < 3; j++)
		printf("%s(%d, %d, %d)", j ? ", " : "[", three[0][j], three[1][j], three[2][j]);
	printf("]\n");
	long long total = 0;
	std::vector<long long> checks;
	for (auto &row : magic(99)) {
		long long check = 0;
		for (size_t i = 0; i < row.size(); i++)
			check += (long long)i * row[i];
		checks.push_back(check);
		total += check;
	}
	printf("[%lld, %lld, %lld] %lld\n", checks[0], checks[1], checks[2], total);
	for (auto &row : spiral(6))
		for (int j = 0; j < 6; j++)
			printf("%d%c", row[j], j == 5 ? '\n' : ' ');
}
