// nothing is printed for None
#include <iostream>
#include <optional>
#include <string>

struct KeyError {
	int key;
};

static void leave(const char *name, const char *error)
{
	std::cout << "leave " << name << " " << error << "\n";
}

static std::optional<std::string> body(int n)
{
	std::cout << "enter outer\nenter inner\n";
	try {
		if (n > 2)
			throw KeyError{n};
		const int values[] = {10, 20};
		std::string result = n == 2 ? "early" : "value " + std::to_string(values[n]);
		leave("inner", "None");
		leave("outer", "None");
		return result;
	} catch (const KeyError &) {
		leave("inner", "KeyError");
		leave("outer", "KeyError");
		if (n % 2 == 0)
			return std::nullopt;
		throw;
	}
}

static std::string risky(int n)
{
	std::string result;
	try {
		result = body(n).value_or("");
	} catch (const KeyError &error) {
		result = "caught KeyError(" + std::to_string(error.key) + ")";
	}
	std::cout << "finally " << n << "\n";
	return result;
}

int main()
{
	for (int n = 0; n < 5; n++) {
		std::string result = risky(n);
		std::cout << n << " " << result << "\n";
	}
	long total = 0;
	for (int i = 0; i < 60000; i++)
		total += i % 7 == 0 ? -i : i + 1;
	std::cout << total << "\n";
}
