// every row starts one column further left
#include <array>
#include <iostream>
#include <string>

constexpr int width = 63;
using Row = std::array<int, width>;

static Row next(const Row &row, int rule)
{
	Row out;
	for (int i = 0; i < width; i++)
		out[i] = rule >> (4 * row[(i + width - 1) % width] + 2 * row[i] + row[(i + 1) % width]) & 1;
	return out;
}

static int run(int rule, int rows, bool draw)
{
	Row row{};
	row[width / 2] = 1;
	int population = 0;
	for (int k = 0; k < rows; k++) {
		std::string line;
		for (int c : row) {
			population += c;
			line += " #"[c];
		}
		if (draw)
			std::cout << line.substr(1) << '\n';
		row = next(row, rule);
	}
	return population;
}

int main()
{
	for (int rule : {30, 90, 110}) {
		std::cout << "rule " << rule << '\n';
		int population = run(rule, 24, true);
		std::cout << "population " << population << '\n';
	}
	std::cout << run(30, 600, false) << '\n';
}
