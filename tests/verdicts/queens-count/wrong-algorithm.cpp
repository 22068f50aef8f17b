// one diagonal is not looked at
#include <cstdio>
#include <vector>

static std::vector<int> first;

static int place(int n, int row, unsigned columns, unsigned rising, unsigned falling, std::vector<int> &board)
{
	if (row == n) {
		if (first.empty())
			first = board;
		return 1;
	}
	int count = 0;
	for (int col = 0; col < n; col++) {
		unsigned c = 1u << col, r = 1u << (row + col), f = 1u << (row - col + n);
		if (columns & c || rising & r)
			continue;
		board.push_back(col);
		count += place(n, row + 1, columns | c, rising | r, falling | f, board);
		board.pop_back();
	}
	return count;
}

int main()
{
	for (int n = 1; n < 8; n++) {
		std::vector<int> board;
		first.clear();
		printf("%d %d ", n, place(n, 0, 0, 0, 0, board));
		if (first.empty())
			printf("None\n");
		for (int i = 0; i < (int)first.size(); i++)
			printf("%s%d%s", i ? ", " : "[", first[i], i == n - 1 ? "]\n" : "");
	}
	for (int col : first) {
		for (int i = 0; i < 7; i++)
			printf("%c ", i == col ? 'Q' : '.');
		printf("\n");
	}
}
