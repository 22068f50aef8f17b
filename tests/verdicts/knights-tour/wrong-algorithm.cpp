// the knight may jump round the left and right edge
#include <cstdio>
#include <utility>
#include <vector>

using Board = std::vector<std::vector<int>>;
static const int moves[8][2] = {{1, 2}, {2, 1}, {2, -1}, {1, -2}, {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}};

static std::vector<std::pair<int, int>> exits(const Board &board, int x, int y)
{
	int n = (int)board.size();
	std::vector<std::pair<int, int>> out;
	for (auto &m : moves) {
		int u = x + m[0], v = y + m[1];
		if (v >= 0 && v < n && !board[v][(size_t)(u + n) % (size_t)n] && u >= -1 && u < n + 1)
			out.emplace_back((u + n) % n, v);
	}
	return out;
}

static int tour(Board &board, int x, int y)
{
	int step = 1;
	board[y][x] = step;
	for (;;) {
		size_t fewest = 9;
		int nx = -1, ny = -1;
		for (auto [u, v] : exits(board, x, y)) {
			size_t n = exits(board, u, v).size();
			if (n < fewest) {
				fewest = n;
				nx = u;
				ny = v;
			}
		}
		if (nx < 0)
			return step;
		x = nx;
		y = ny;
		board[y][x] = ++step;
	}
}

int main()
{
	for (auto [x, y] : {std::pair(0, 0), std::pair(3, 5)}) {
		Board board(8, std::vector<int>(8));
		printf("from (%d, %d) visits %d\n", x, y, tour(board, x, y));
		for (auto &row : board)
			for (int i = 0; i < 8; i++)
				printf("%2d%c", row[i], i == 7 ? '\n' : ' ');
	}
	const int n = 20;
	Board board(n, std::vector<int>(n));
	int steps = tour(board, 0, 0);
	long sum = 0;
	for (int i = 0; i < n; i++)
		for (int v : board[i])
			sum += (long)i * v;
	printf("%d of %d %ld\n", steps, n * n, sum);
}
