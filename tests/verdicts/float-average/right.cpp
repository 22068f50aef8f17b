#include <cstdio>
#include <charconv>
#include <string>

static std::string repr(double x)
{
	char text[64];
	auto end = std::to_chars(text, text + sizeof text, x).ptr;
	std::string s(text, end);
	return s.find_first_of(".en") == std::string::npos ? s + ".0" : s;
}

static double mean(int count, double &total)
{
	total = 0;
	for (int i = 0; i < count; i++)
		total += i % 8 * 25.25;
	return total / count;
}

int main()
{
	double total;
	double average = mean(40000, total);
	printf("total %s\n", repr(total).c_str());
	printf("average %s\n", repr(average).c_str());
}
