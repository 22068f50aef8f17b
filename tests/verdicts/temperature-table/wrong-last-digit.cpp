// the factor 1.8 instead of times 9 by 5, and Fahrenheit cut
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

// As repr() of Python: the shortest digits that read back, in its choice of notation.
static std::string repr(double v)
{
	if (std::isnan(v))
		return "nan";
	if (std::isinf(v))
		return v < 0 ? "-inf" : "inf";
	char text[64];
	char *end = std::to_chars(text, text + sizeof text, v, std::chars_format::scientific).ptr;
	std::string s(text, end);
	int exponent = std::stoi(s.substr(s.find('e') + 1));
	if (exponent < -4 || exponent >= 16)
		return s;
	end = std::to_chars(text, text + sizeof text, v, std::chars_format::fixed).ptr;
	s.assign(text, end);
	return s.find('.') == std::string::npos ? s + ".0" : s;
}

int main()
{
	std::vector<double> readings;
	int64_t x = 4711;
	for (int day = 0; day < 2000; day++) {
		x = (x * 8253729 + 2396403) % 32767;
		readings.push_back((double)(x - 16384) / 900.0);
	}
	printf("day   celsius fahrenheit   kelvin\n");
	for (int day = 0; day < 2000; day += 125) {
		double c = readings[day];
		printf("%4d %+8.1f %10.2f %8.2f\n", day, c, std::floor((c * 1.8 + 32) * 100) / 100, c + 273.15);
	}
	auto small = readings;
	std::stable_sort(small.begin(), small.end(), [](double a, double b) { return std::fabs(a) < std::fabs(b); });
	for (int i = 0; i < 5; i++) {
		char text[32];
		snprintf(text, sizeof text, "%.1f", small[i]);
		printf("%s%s", i ? ", " : "[", text);
	}
	for (int i = 0; i < 5; i++)
		printf("%s'%.0f'", i ? ", " : "] [", small[i]);
	printf("]\nfrost on %ld days, coldest %.3f\nwarm days:",
	       (long)std::count_if(readings.begin(), readings.end(), [](double v) { return v < 0; }),
	       *std::min_element(readings.begin(), readings.end()));
	for (int day = 0; day < 2000; day++)
		if (readings[day] > 17.9)
			printf(" %d", day);
	printf("\n");
}
