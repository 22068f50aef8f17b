// large ones go through a double
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

using Big = std::vector<uint32_t>; // nine decimal digits in each, the lowest first
static const uint32_t base = 1000000000;

static Big add(const Big &a, const Big &b)
{
	Big sum;
	uint64_t carry = 0;
	for (size_t i = 0; i < a.size() || i < b.size() || carry; i++) {
		carry += (i < a.size() ? a[i] : 0) + (uint64_t)(i < b.size() ? b[i] : 0);
		sum.push_back((uint32_t)(carry % base));
		carry /= base;
	}
	return sum;
}

static std::string text(const Big &a)
{
	std::string s = a.empty() ? "0" : std::to_string(a.back());
	for (size_t i = a.size(); i-- > 1;) {
		char part[16];
		snprintf(part, sizeof part, "%09u", a[i - 1]);
		s += part;
	}
	return s;
}

int main()
{
	std::vector<Big> fib{{}, {1}};
	for (int n = 2; n <= 5000; n++)
		fib.push_back(add(fib[n - 1], fib[n - 2]));
	for (int n : {10, 50, 90, 93, 94, 150, 300})
	{
		double a = 0, b = 1;
		for (int i = 0; i < n; i++) {
			double next = a + b;
			a = b;
			b = next;
		}
		printf("%d %.0f\n", n, a);
	}
	long total = 0;
	for (int n = 0; n < 1000; n++)
		for (char c : text(fib[n]))
			total += c - '0';
	printf("digits of the first thousand: %ld\n", total);
	printf("length of F(5000): %zu\n", text(fib[5000]).size());
}
