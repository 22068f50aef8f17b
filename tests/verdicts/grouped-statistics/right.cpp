#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
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
	int64_t x = 1;
	std::vector<double> values;
	std::vector<int64_t> thousandths;
	for (int i = 0; i < 6000; i++) {
		x = x * 16807 % 2147483647;
		char text[40];
		snprintf(text, sizeof text, "%.3f", (double)x / 2147483647 * 100);
		values.push_back(strtod(text, nullptr));
		thousandths.push_back(std::llround(values.back() * 1000));
	}
	// mean() and fsum() are exact; a long double is wide enough for these values.
	long double thousand = 0, all = 0;
	for (int i = 0; i < 6000; i++) {
		all += values[i];
		if (i < 1000)
			thousand += values[i];
	}
	double sum = 0, squares = 0;
	for (double v : values)
		sum += v;
	printf("mean %s\n", repr((double)(thousand / 1000)).c_str());
	printf("fsum %s sum %s\n", repr((double)all).c_str(), repr(sum).c_str());
	auto ordered = values;
	std::sort(ordered.begin(), ordered.end());
	std::vector<double> odd(values.begin(), values.begin() + 999);
	std::sort(odd.begin(), odd.end());
	printf("median %s %s\n", repr((ordered[2999] + ordered[3000]) / 2).c_str(), repr(odd[499]).c_str());
	double mean = sum / 6000;
	for (double v : values)
		squares += (v - mean) * (v - mean);
	printf("deviation %.12f\nquantiles [", std::sqrt(squares / 5999));
	for (size_t q = 0; q < 10; q++)
		printf("%s%s", q ? ", " : "", repr(ordered[6000 * q / 10]).c_str());
	printf("]\n");
	std::map<int, int> bins;
	for (double v : values)
		bins[(int)v / 20 * 20]++;
	for (auto &[low, n] : bins)
		printf("%3d-%3d %5d %5.2f%% %s\n", low, low + 19, n, n / 6000.0 * 100, std::string((size_t)n / 40, '=').c_str());
}
