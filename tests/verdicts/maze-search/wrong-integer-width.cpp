// the state is signed: >> drags the sign along
#include <cstdint>
#include <cstdio>
#include <queue>
#include <string>
#include <vector>

static const int width = 31, height = 21;
using Grid = std::vector<std::string>;

static Grid dig(uint32_t s)
{
	Grid grid(height, std::string(width, '#'));
	std::vector<std::pair<int, int>> stack{{1, 1}};
	const int steps[4][2] = {{2, 0}, {0, 2}, {-2, 0}, {0, -2}};
	grid[1][1] = ' ';
	while (!stack.empty()) {
		auto [x, y] = stack.back();
		std::vector<const int *> ways;
		for (auto &d : steps) {
			int u = x + d[0], v = y + d[1];
			if (u > 0 && u < width && v > 0 && v < height && grid[v][u] == '#')
				ways.push_back(d);
		}
		if (ways.empty()) {
			stack.pop_back();
			continue;
		}
		s ^= s << 13;
		s ^= (uint32_t)((int32_t)s >> 17);
		s ^= s << 5;
		const int *d = ways[s % ways.size()];
		grid[y + d[1] / 2][x + d[0] / 2] = grid[y + d[1]][x + d[0]] = ' ';
		stack.emplace_back(x + d[0], y + d[1]);
	}
	return grid;
}

int main()
{
	for (uint32_t seed : {1u, 2463534242u}) {
		Grid grid = dig(seed);
		std::vector<int> came(width * height, -2);
		std::queue<int> queue;
		came[width + 1] = -1;
		queue.push(width + 1);
		int known = 0, length = 0;
		while (!queue.empty()) {
			int at = queue.front();
			queue.pop();
			known++;
			for (int step : {1, width, -1, -width}) {
				int there = at + step;
				if (grid[there / width][there % width] == ' ' && came[there] == -2) {
					came[there] = at;
					queue.push(there);
				}
			}
		}
		for (int at = (height - 2) * width + width - 2; at >= 0; at = came[at]) {
			grid[at / width][at % width] = '.';
			length++;
		}
		printf("(%d, %d)\n", length, known);
		for (auto &row : grid)
			printf("%s\n", row.c_str());
	}
}
