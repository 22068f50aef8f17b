// the last generation is not shown
#include <cstdio>
#include <cstring>

enum { W = 32, H = 16 };

int main()
{
	static char cells[H][W], next[H][W];
	const int pattern[][2] = {{1, 0}, {2, 1}, {0, 2}, {1, 2}, {2, 2}, {20, 8}, {21, 8}, {22, 8}, {21, 9}, {19, 10}};
	for (auto &p : pattern)
		cells[p[1]][p[0]] = 1;
	for (int g = 0; g < 60; g++) {
		if (g % 20 == 0) {
			int alive = 0;
			for (auto &row : cells)
				for (char c : row)
					alive += c;
			printf("generation %d: %d alive\n", g, alive);
			for (auto &row : cells) {
				for (char c : row)
					putchar(c ? '#' : '.');
				putchar('\n');
			}
		}
		for (int y = 0; y < H; y++)
			for (int x = 0; x < W; x++) {
				int n = 0;
				for (int dy = -1; dy <= 1; dy++)
					for (int dx = -1; dx <= 1; dx++)
						if (dx || dy)
							n += cells[(y + dy + H) % H][(x + dx + W) % W];
				next[y][x] = n == 3 || (n == 2 && cells[y][x]);
			}
		memcpy(cells, next, sizeof cells);
	}
}
