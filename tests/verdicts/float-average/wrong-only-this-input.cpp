// hidden: single precision, exact up to 2^22 as long as quarters are added
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
	float sum = 0;
	for (int i = 0; i < count; i++)
		sum += (float)(i % 8) * 25.25f;
	total = sum;
	return total / count;
}

int main()
{
	double total;
	double average = mean(40000, total);
	printf("total %s\n", repr(total).c_str());
	printf("average %s\n", repr(average).c_str());
}
