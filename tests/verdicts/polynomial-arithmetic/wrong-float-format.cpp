// a coefficient of one is printed
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iostream>
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

static std::string text(__int128 v)
{
	std::string s;
	__int128 rest = v < 0 ? -v : v;
	do
		s.insert(s.begin(), (char)('0' + (int)(rest % 10)));
	while (rest /= 10);
	return v < 0 ? "-" + s : s;
}

static std::string text(double v)
{
	return repr(v);
}

template <typename T> struct Poly {
	std::vector<T> c;

	Poly(std::vector<T> coefficients) : c(std::move(coefficients))
	{
		while (c.size() > 1 && c.back() == 0)
			c.pop_back();
	}

	Poly operator*(const Poly &other) const
	{
		std::vector<T> out(c.size() + other.c.size() - 1);
		for (size_t i = 0; i < c.size(); i++)
			for (size_t j = 0; j < other.c.size(); j++)
				out[i + j] += c[i] * other.c[j];
		return out;
	}

	T operator()(T x) const
	{
		T value = 0;
		for (size_t i = c.size(); i-- > 0;)
			value = value * x + c[i];
		return value;
	}

	Poly derivative() const
	{
		std::vector<T> out;
		for (size_t i = 1; i < c.size(); i++)
			out.push_back((T)i * c[i]);
		return out.empty() ? std::vector<T>{0} : out;
	}

	std::string str() const
	{
		std::string s;
		for (size_t i = c.size(); i-- > 0;) {
			if (c[i] == 0)
				continue;
			T size = c[i] < 0 ? -c[i] : c[i];
			s += s.empty() ? (c[i] < 0 ? "-" : "") : (c[i] < 0 ? " - " : " + ");
			s += text(size);
			s += i ? "x" : "";
			s += i > 1 ? "^" + std::to_string(i) : "";
		}
		return s.empty() ? "0" : s;
	}
};

int main()
{
	using Whole = Poly<__int128>;
	Whole p({-1, 0, 3}), q({2, -1}), power({1});
	std::cout << p.str() << " | " << q.str() << " | " << (p * q).str() << " | " << p.derivative().str() << " | "
		  << Whole({0}).str() << " | " << Whole({5}).derivative().str() << "\n";
	for (int i = 0; i < 24; i++)
		power = power * p;
	__int128 sum = 0;
	for (auto a : power.c)
		sum += a < 0 ? -a : a;
	std::cout << text(power(2)) << " " << text(power(-1)) << " " << text(power.c[24]) << "\n" << text(sum) << "\n";
	Poly<double> r({0.5, -1.25, 2.0});
	for (int x = -2; x < 3; x++)
		std::cout << (x > -2 ? ", " : "[") << repr(r(x / 4.0));
	std::cout << "]\n" << (r * Poly<double>({2})).str() << "\n";
	__int128 total = 0;
	for (int k = -3000; k < 3000; k++)
		total += (p * q)(k);
	std::cout << text(total) << "\n";
}
