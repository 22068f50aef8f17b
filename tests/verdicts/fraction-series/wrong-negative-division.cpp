// the whole part of a negative is cut, not rounded down
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <numeric>
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

struct Fraction {
	int64_t n, d;

	Fraction(int64_t a, int64_t b = 1)
	{
		int64_t g = std::gcd(a, b);
		if (b < 0)
			g = -g;
		n = a / g;
		d = b / g;
	}

	Fraction operator+(Fraction o) const
	{
		int64_t g = std::gcd(d, o.d);
		return Fraction(n * (o.d / g) + o.n * (d / g), d / g * o.d);
	}

	Fraction operator-(Fraction o) const { return *this + Fraction(-o.n, o.d); }
};

static std::ostream &operator<<(std::ostream &out, const Fraction &f)
{
	out << f.n;
	return f.d == 1 ? out : out << "/" << f.d;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b;
}

static std::vector<int64_t> continued(Fraction x, int n)
{
	std::vector<int64_t> out;
	while (n-- > 0) {
		int64_t whole = floor_div(x.n, x.d);
		out.push_back(whole);
		x = x - Fraction(whole);
		if (x.n == 0)
			break;
		x = Fraction(x.d, x.n);
	}
	return out;
}

static std::vector<int64_t> egyptian(Fraction x)
{
	std::vector<int64_t> out;
	while (x.n) {
		int64_t k = -floor_div(-x.d, x.n);
		out.push_back(k);
		x = x - Fraction(1, k);
	}
	return out;
}

static void show(const std::vector<int64_t> &list, const char *end)
{
	for (size_t i = 0; i < list.size(); i++)
		std::cout << (i ? ", " : "[") << list[i];
	std::cout << "]" << end;
}

int main()
{
	Fraction sum(0);
	for (int k = 1; k <= 30; k++) {
		sum = sum + Fraction(1, k);
		if (k == 1 || k == 2 || k == 5 || k == 10 || k == 20 || k == 30)
			std::cout << k << " " << sum << " " << repr((double)sum.n / (double)sum.d) << "\n";
	}
	show(continued(Fraction(415, 93), 9), " ");
	show(continued(Fraction(-649, 200), 9), "\n");
	show(egyptian(Fraction(5, 11)), " ");
	show(egyptian(Fraction(3, 7)), "\n");
	std::cout << Fraction(6, -4) << " " << Fraction(8, 2) << " " << Fraction(1, 3) << " " << 2 << "\n";
	size_t total = 0;
	for (int a = 1; a < 1500; a++)
		total += continued(Fraction(a, 97), 20).size();
	std::cout << total << "\n";
}
