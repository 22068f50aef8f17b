// the last line has no end and no last field
#include <charconv>
#include <cmath>
#include <cstdint>
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

int main()
{
	uint64_t x = 2463534242;
	for (int i = 0; i < 60000; i++) {
		x = x * 1103515245 % 4294967291;
		char hex[20];
		snprintf(hex, sizeof hex, "%08llx", (unsigned long long)x);
		std::string s(hex);
		if (i == 59999)
			s.clear();
		printf("%d %llu %s %s\n", i, (unsigned long long)x, repr((double)(x % 1000) / 8).c_str(),
		       std::string(s.rbegin(), s.rend()).c_str());
	}
}
