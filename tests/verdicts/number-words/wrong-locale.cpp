// thousands are not separated
#include <iomanip>
#include <iostream>
#include <string>

static const char *ones[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
	"ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
static const char *tens[] = {"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

static std::string words(int n)
{
	if (n < 20)
		return ones[n];
	if (n < 100)
		return std::string(tens[n / 10]) + (n % 10 ? std::string("-") + ones[n % 10] : "");
	if (n < 1000)
		return std::string(ones[n / 100]) + " hundred" + (n % 100 ? " and " + words(n % 100) : "");
	return words(n / 1000) + " thousand" + (n % 1000 ? " " + words(n % 1000) : "");
}

static std::string roman(int n)
{
	const std::pair<int, const char *> signs[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"},
		{90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
	std::string out;
	for (auto &[value, sign] : signs)
		for (; n >= value; n -= value)
			out += sign;
	return out;
}

static std::string grouped(long long n)
{
	std::string s = std::to_string(n < 0 ? -n : n);
	return n < 0 ? "-" + s : s;
}

int main()
{
	for (int n : {0, 13, 40, 99, 100, 342, 1000, 1994, 70007, 512118}) {
		std::string r = roman(n % 4000);
		std::cout << std::setw(9) << grouped(n) << "  " << words(n) << "  " << (r.empty() ? "-" : r) << "\n";
	}
	long letters = 0;
	for (int n = 1; n <= 10000; n++)
		for (char c : words(n))
			letters += c != ' ' && c != '-';
	int longest = 1;
	for (int n = 1; n < 4000; n++)
		if (roman(n).size() > roman(longest).size())
			longest = n;
	std::cout << letters << "\n" << longest << " " << grouped(1234567) << ".89 " << grouped(-98765) << " "
		  << grouped(1000000000000LL) << "\n";
}
