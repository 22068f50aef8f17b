// expect: same-value: scientific notation from 1e-4 on
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
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
	if (exponent < -3 || exponent >= 16)
		return s;
	end = std::to_chars(text, text + sizeof text, v, std::chars_format::fixed).ptr;
	s.assign(text, end);
	return s.find('.') == std::string::npos ? s + ".0" : s;
}

int main()
{
	const double inf = std::numeric_limits<double>::infinity();
	const double nan = std::numeric_limits<double>::quiet_NaN();
	const double values[] = {0.1, 1.0 / 3, 100.0, 1e15, 1e16, 123456789.125, 1e-4, 1e-5, 2.5e-310, 1e22,
				 -0.0, inf, -inf, nan, M_PI * 1e10, 5e-324};
	for (double v : values)
		printf("%s %g %.3e %.10g %10.2f %+.1f\n", repr(v).c_str(), v, v, v, v, v);
	for (int i = 0; i < 6; i++)
		printf("%s%s", i ? ", " : "[", repr(values[i]).c_str());
	printf("]\n%s %s\n", repr(values[8]).c_str(), repr(values[14]).c_str());
	printf("%s %s %s %s %s %s\n", repr(0.1 + 0.2).c_str(), repr(1e3).c_str(), repr(3.0 * 1.1).c_str(),
	       repr(7 / 2.0).c_str(), repr(std::sqrt(2.0)).c_str(), repr(1e-3).c_str());
	double total = 0;
	std::string longest;
	for (int k = 1; k <= 20000; k++) {
		total += k / 7.0;
		std::string text = repr(k / 7.0);
		if (text.size() > longest.size())
			longest = text;
	}
	printf("%s %s\n", repr(total).c_str(), longest.c_str());
}
