#include <cstdio>
#include <string>

static std::string roman(int n)
{
	static const struct {
		int value;
		const char *letters;
	} table[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
		     {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
	std::string out;
	for (auto &t : table)
		for (; n >= t.value; n -= t.value)
			out += t.letters;
	return out;
}

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int main()
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	size_t sum = 0;
	for (int n = 1; n < 4000; n++)
		sum += roman(n).size();
	printf("%zu %s %s\n", sum, roman(1994).c_str(), roman(3888).c_str());
	for (int year = 1999; year < 2031; year += 6) {
		int y = year - 1, w = (y * 365 + y / 4 - y / 100 + y / 400) % 7;
		int week = w <= 3 ? 1 : w == 4 || (w == 5 && leap(y)) ? 53 : 52;
		printf("01 Jan %d %s week %d %s\n", year, days[w], week, roman(year).c_str());
	}
}
