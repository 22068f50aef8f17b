// / and % of C++, which round towards zero
#include <cstdio>
#include <map>
#include <utility>
#include <vector>

static int div_floor(int a, int b)
{
	int q = a / b;
	return q;
}

static int mod_floor(int a, int b)
{
	return a - div_floor(a, b) * b;
}

struct Cell {
	int n = 0, a = 0, b = 0;
};

int main()
{
	std::map<std::pair<int, int>, Cell> cells;
	for (int x = -60; x < 60; x++)
		for (int y = -60; y < 60; y++) {
			Cell &cell = cells[{div_floor(x, 7), div_floor(y, 7)}];
			cell.n++;
			cell.a += mod_floor(x, 7);
			cell.b += mod_floor(y, -5);
		}
	printf("%zu cells\n", cells.size());
	size_t i = 0;
	for (const auto &[key, cell] : cells) {
		if (i < 3 || i >= cells.size() - 3)
			printf("(%d, %d) %d %d %d\n", key.first, key.second, cell.n, cell.a, cell.b);
		i++;
	}
	for (int n = -9; n < 3; n++)
		printf("%s%d", n == -9 ? "[" : ", ", div_floor(n, 4));
	printf("]\n");
	for (int n = -9; n < 3; n++)
		printf("%s%d", n == -9 ? "[" : ", ", mod_floor(n, 4));
	printf("]\n");
	const char *between = "[";
	for (int n : {-7, -1, 0, 5, 9}) {
		printf("%s(%d, %d)", between, div_floor(n, -3), mod_floor(n, -3));
		between = ", ";
	}
	printf("]\n-4.0 0.5 -0.5\n");
}
