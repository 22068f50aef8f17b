// division by zero gives inf
#include <charconv>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <stdexcept>
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

struct Parser {
	std::vector<std::string> items;
	size_t next = 0;

	explicit Parser(const std::string &text)
	{
		size_t at = 0;
		while (at < text.size()) {
			size_t from = at;
			while (at < text.size() && text[at] == ' ')
				at++;
			size_t start = at;
			auto digits = [&] {
				while (at < text.size() && isdigit((unsigned char)text[at]))
					at++;
			};
			digits();
			if (at > start && at + 1 < text.size() && text[at] == '.' && isdigit((unsigned char)text[at + 1])) {
				at++;
				digits();
			}
			if (at == start) {
				if (std::string("-+*/()").find(text[at]) == std::string::npos)
					throw std::invalid_argument(std::string("bad character '") + text[from] + "' at " +
								    std::to_string(from));
				at++;
			}
			items.push_back(text.substr(start, at - start));
		}
		items.push_back("end");
	}

	double expression()
	{
		double value = term();
		while (items[next] == "+" || items[next] == "-") {
			bool plus = items[next++] == "+";
			double right = term();
			value = plus ? value + right : value - right;
		}
		return value;
	}

	double term()
	{
		double value = factor();
		while (items[next] == "*" || items[next] == "/") {
			bool times = items[next++] == "*";
			double right = factor();
			value = times ? value * right : value / right;
		}
		return value;
	}

	double factor()
	{
		std::string token = items[next++];
		if (token == "-")
			return -factor();
		if (token == "(") {
			double value = expression();
			if (items[next++] != ")")
				throw std::invalid_argument("missing )");
			return value;
		}
		return std::stod(token);
	}
};

int main()
{
	double total = 0;
	for (int k = 0; k < 1500; k++) {
		std::string s = std::to_string(k);
		total += Parser("(" + s + " + 2.5) * 3 - " + s + " / (1 + " + std::to_string(k % 7) + ")").expression();
	}
	printf("%s\n", repr(total).c_str());
	for (const char *text : {"1 + 2 * 3", "-(4 - 6) / 8", "2 * (3", "7 / 0", "3 $ 4", "10 / 4 / 5", "0.1 + 0.2"}) {
		try {
			printf("%-14s = %s\n", text, repr(Parser(text).expression()).c_str());
		} catch (const std::exception &error) {
			printf("%-14s : %s\n", text, error.what());
		}
	}
}
