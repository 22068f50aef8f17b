// double quotes for Python's single ones
#include <cstdio>
#include <string>

static const std::string quote_json(const std::string &number, bool ascii)
{
	return "\"n" + std::string(ascii ? "\\u00e9" : "\u00e9") + "\\\"w\\n\\t" + number + "\"";
}

static std::string eighth(long n)
{
	char text[40];
	snprintf(text, sizeof text, "%.3f", (double)n / 8);
	std::string s = text;
	while (s.back() == '0' && s[s.size() - 2] != '.')
		s.pop_back();
	return s;
}

enum Style { JSON, PYTHON, INDENTED };

static std::string build(int depth, long seed, Style style, int level = 0)
{
	if (depth == 0) {
		switch (seed % 6) {
		case 0: return style == PYTHON ? "None" : "null";
		case 1: return style == PYTHON ? "True" : "true";
		case 2: return std::to_string(seed % 10);
		case 3: return eighth(seed);
		case 4:
			if (style == PYTHON)
				return "'n\u00e9\"w\\n\\t" + std::to_string(seed) + "'";
			return quote_json(std::to_string(seed), style == JSON);
		default: return "[]";
		}
	}
	bool list = seed % 2;
	long n = list ? seed % 4 + 1 : seed % 3 + 2;
	std::string out = list ? "[" : "{", quote = "\"";
	for (long i = 0; i < n; i++) {
		out += i ? (style == INDENTED ? "," : ", ") : "";
		if (style == INDENTED)
			out += "\n" + std::string((size_t)(2 * level + 2), ' ');
		if (!list)
			out += quote + "k" + std::to_string(i) + quote + ": ";
		out += build(depth - 1, (list ? seed * 3 : seed * 5) + i, style, level + 1);
	}
	if (style == INDENTED)
		out += "\n" + std::string((size_t)(2 * level), ' ');
	return out + (list ? "]" : "}");
}

int main()
{
	printf("%s\n%s\n%s\n", build(4, 2, JSON).c_str(), build(4, 2, PYTHON).c_str(), build(2, 7, INDENTED).c_str());
	size_t sum = 0;
	for (long s = 0; s < 12; s++)
		sum += build(4, s, JSON).size();
	printf("%zu\n", sum);
}
