// halves are rounded up
#include <cstdint>
#include <cstdio>
#include <string>

static int64_t half_even(int64_t value, int64_t unit)
{
	int64_t q = value / unit, r = value % unit;
	if (2 * r >= unit)
		q++;
	return q;
}

static std::string money(int64_t cents)
{
	char text[40];
	snprintf(text, sizeof text, "%lld.%02lld", (long long)(cents / 100), (long long)(cents % 100));
	return text;
}

// Thousandths as Decimal divides them: without zeros at the end.
static std::string thousandths(int64_t value)
{
	char text[40];
	snprintf(text, sizeof text, "%lld.%03lld", (long long)(value / 1000), (long long)(value % 1000));
	std::string s = text;
	while (s.back() == '0')
		s.pop_back();
	if (s.back() == '.')
		s.pop_back();
	return s;
}

int main()
{
	int64_t price = 1005, net = 0, tax = 0;
	for (int i = 1; i <= 4000; i++) {
		price = (price * 7 + 13) % 9973;
		int64_t quantity = i % 12 + 1;
		int64_t amount = half_even(quantity * price, 10);
		int64_t vat = half_even(amount * 19, 100);
		net += amount;
		tax += vat;
		if ((i - 1) % 800 == 0)
			printf("%5d %3lld x %8s = %8s + %s\n", i - 1, (long long)quantity,
			       thousandths(price).c_str(), money(amount).c_str(), money(vat).c_str());
	}
	printf("net %s\ntax %s\ngross %s\nhalf %s\n", money(net).c_str(), money(tax).c_str(),
	       money(net + tax).c_str(), money(half_even(net, 2)).c_str());
}
