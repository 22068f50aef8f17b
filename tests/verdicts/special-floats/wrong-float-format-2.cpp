// infinity as MSVC prints it
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
	if (exponent < -4 || exponent >= 16)
		return s;
	end = std::to_chars(text, text + sizeof text, v, std::chars_format::fixed).ptr;
	s.assign(text, end);
	return s.find('.') == std::string::npos ? s + ".0" : s;
}

int main()
{
	const double inf = std::numeric_limits<double>::infinity();
	printf("nan False True -1.0 1.0 nan\n");
	printf("True True %s %s %s\n", repr(inf).c_str(), "-1.#INF", repr(0.0).c_str());
	printf("-1 0 -2 0 -4.0 1.0 -1.0\n");
	puts("math.sqrt(-1) -> ValueError\nmath.log(0) -> ValueError\n1 / 0 -> ZeroDivisionError\n"
	     "int(inf) -> OverflowError\n2.0 ** 5000 -> OverflowError\nmath.exp(1000) -> OverflowError\n"
	     "0.0 ** -1 -> ZeroDivisionError");
	printf("[3.0, 1.0, -0.0, 0.0, -inf, 2.0] 6.0\n");
	double total = 0;
	for (int k = 1; k < 100000; k++)
		total += std::sin(k) / k;
	printf("%s %s 12 999999999\n", repr(total).c_str(), repr(std::hypot(3e200, 4e200)).c_str());
	// (-8) ** (1 / 3) is complex: the principal root, by polar coordinates.
	double size = std::pow(8.0, 1.0 / 3), angle = M_PI * (1.0 / 3);
	printf("(%s+%sj) 1 False True\n", repr(size * std::cos(angle)).c_str(), repr(size * std::sin(angle)).c_str());
}
