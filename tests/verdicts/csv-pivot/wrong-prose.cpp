// the comma is not quoted
#include <array>
#include <cstdio>
#include <map>
#include <string>

static std::string text(double v)
{
	char b[40];
	for (int p = 1; p <= 17; p++) {
		snprintf(b, sizeof b, "%.*g", p, v);
		double back;
		sscanf(b, "%lf", &back);
		if (back == v)
			break;
	}
	std::string s = b;
	if (s.find('.') == std::string::npos)
		s += ".0";
	return s;
}

int main()
{
	const char *names[] = {"North", "South", "East, far"};
	std::map<std::string, std::array<double, 4>> table;
	long long x = 17;
	for (int i = 0; i < 4000; i++) {
		x = (x * 1103515245 + 12345) % 2147483648LL;
		table[names[x % 3]][x / 7 % 4] += (x / 11 % 900) / 4.0;
	}
	printf("region,Q1,Q2,Q3,Q4\r\n");
	double sums[4] = {};
	for (auto &[region, cells] : table) {
		bool quote = region.find(',') != std::string::npos;
		(void)quote, printf("%s", region.c_str());
		for (int q = 0; q < 4; q++) {
			printf(",%s", text(cells[q]).c_str());
			sums[q] += cells[q];
		}
		printf("\r\n");
	}
	printf("sum,%.1f,%.1f,%.1f,%.1f\r\n", sums[0], sums[1], sums[2], sums[3]);
	printf("4000 rows\n");
}
