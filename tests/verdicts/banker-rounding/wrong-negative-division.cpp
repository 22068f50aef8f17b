// floor of a negative is cut towards zero
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
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

// round(v, digits) of Python rounds the decimal value correctly, as printf does.
static double round_to(double v, int digits)
{
	char text[64];
	snprintf(text, sizeof text, "%.*f", digits, v);
	return strtod(text, nullptr);
}

static void table(double v)
{
	printf("%8s %4ld %4ld %4ld %.0f %.1f %s\n", repr(v).c_str(), std::lrint(v), (long)v,
	       (long)v, v, v, repr(round_to(v, 1)).c_str());
}

static long hundreds(long n, long unit)
{
	return std::lrint((double)n / (double)unit) * unit;
}

int main()
{
	for (int k = -9; k < 10; k++)
		table(k / 2.0);
	for (double v : {0.25, 0.75, 1.25, 2.675, 1.005, -0.05, 1e3 + 0.25})
		table(v);
	printf("%ld %ld %ld %ld\n", hundreds(1234567, 1000), hundreds(1250, 100), hundreds(1350, 100),
	       hundreds(-1250, 100));
	long total = 0;
	for (int k = 0; k < 100000; k++)
		total += std::lrint(k * 0.5) - std::lrint(k / 4.0);
	printf("%ld\n", total);
	double sum = 0;
	for (int k = 0; k < 1000; k++)
		sum += round_to(k / 8.0, 2);
	printf("%s\n", repr(sum).c_str());
}
