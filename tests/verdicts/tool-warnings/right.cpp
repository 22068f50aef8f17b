#include <charconv>
#include <cmath>
#include <iostream>
#include <string>

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

static double old_mean(int n)
{
	std::cerr << "warning: old_mean is deprecated, use mean\n";
	long sum = 0;
	for (int i = 0; i < n; i++)
		sum += i * 37 % 101;
	return (double)sum / n;
}

int main()
{
	std::cout << "mean " << repr(old_mean(50000)) << "\n";
	std::cout << "again " << repr(old_mean(1000)) << "\n";
	long squares = 0;
	for (int i = 0; i < 50000; i++)
		squares += (long)(i * 37 % 101) * (i * 37 % 101);
	double mean = old_mean(50000);
	std::cout << "variance " << repr((double)squares / 50000 - mean * mean) << "\n";
}
