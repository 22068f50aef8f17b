// escapes on 4.0 squared and counts one more
#include <charconv>
#include <cmath>
#include <complex>
#include <cstdio>
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

using Complex = std::complex<double>;

static Complex square(Complex z)
{
	return {z.real() * z.real() - z.imag() * z.imag(), z.real() * z.imag() + z.imag() * z.real()};
}

static int escape(Complex c, int limit)
{
	Complex z = 0;
	for (int n = 0; n < limit; n++) {
		z = square(z) + c;
		if (z.real() * z.real() + z.imag() * z.imag() > 4.0)
			return n + 1;
	}
	return limit;
}

int main()
{
	const char shades[] = " .:-=+*#%@";
	const int width = 64, height = 24, limit = 60;
	long total = 0;
	for (int row = 0; row < height; row++) {
		std::string line;
		for (int col = 0; col < width; col++) {
			int n = escape({-2.2 + 3.2 * col / width, -1.2 + 2.4 * row / height}, limit);
			total += n;
			line += shades[n * 9 / limit];
		}
		printf("|%s|\n", line.c_str());
	}
	printf("iterations %ld\n", total);
	Complex z(0.3, -0.5);
	for (int i = 0; i < 5; i++)
		z = square(z) + Complex(-0.1, 0.65);
	std::string imag = repr(z.imag());
	if (imag.front() != '-')
		imag = "+" + imag;
	printf("(%s%sj) %s %s\n", repr(z.real()).c_str(), imag.c_str(),
	       repr(std::hypot(z.real(), z.imag())).c_str(), repr(-z.imag()).c_str());
}
