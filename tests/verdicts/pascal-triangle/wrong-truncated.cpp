// the largest loses its last digits
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

// A natural number in base 10^9, the lowest digits first.
using Big = std::vector<uint32_t>;

static Big add(const Big &a, const Big &b)
{
	Big sum;
	uint64_t carry = 0;
	for (size_t i = 0; i < std::max(a.size(), b.size()) || carry; i++) {
		carry += (i < a.size() ? a[i] : 0ULL) + (i < b.size() ? b[i] : 0ULL);
		sum.push_back((uint32_t)(carry % 1000000000));
		carry /= 1000000000;
	}
	return sum;
}

static std::string text(const Big &a)
{
	std::string s = std::to_string(a.back());
	for (size_t i = a.size() - 1; i-- > 0;) {
		std::string part = std::to_string(a[i]);
		s += std::string(9 - part.size(), '0') + part;
	}
	return s;
}

int main()
{
	const int rows = 12;
	std::vector<Big> row{{1}};
	long odd = 0;
	std::string middle;
	for (int n = 1; n <= 220; n++) {
		if (n <= rows) {
			printf("%s", std::string((size_t)(3 * (rows - n)), ' ').c_str());
			for (const Big &v : row)
				printf("%6u", v[0]);
			printf("\n");
		}
		for (const Big &v : row)
			odd += v[0] & 1;
		if (n == 69)
			middle = text(row[34]);
		if (n == 220)
			break;
		std::vector<Big> next{{1}};
		for (size_t i = 1; i < row.size(); i++)
			next.push_back(add(row[i - 1], row[i]));
		next.push_back({1});
		row = next;
	}
	Big sum{0};
	for (const Big &v : row)
		sum = add(sum, v);
	printf("odd %ld\nlargest %s\ndigits %zu row 68 %s\n", odd, text(row[109]).substr(0, 40).c_str(), text(sum).size(), middle.c_str());
}
