// halves twice with /, where >> rounds down
#include <bit>
#include <cstdint>
#include <cstdio>
#include <string>

static uint32_t reverse32(uint32_t x)
{
	uint32_t result = 0;
	for (int i = 0; i < 32; i++) {
		result = result << 1 | (x & 1);
		x >>= 1;
	}
	return result;
}

static std::string binary(unsigned n, size_t width)
{
	std::string s;
	for (; n || s.size() < width; n >>= 1)
		s.insert(s.begin(), (char)('0' + (n & 1)));
	return s;
}

int main()
{
	for (long n : {-1L, -17L, 5L, -2147483648L})
		printf("%ld %ld %ld %ld %ld %ld\n", n, ~n, n / 4, n & 0xFF, n ^ 0x5A, n * 8);
	printf("0x%x 0o%o 0b%s %s %s\n", reverse32(0x12345678), 511u, binary(37, 0).c_str(),
	       binary(200, 8).c_str(), binary(3, 16).c_str());
	printf("%x %X %#x -%x\n", 255u, 255u, 48879u, 255u);
	int sum = 0;
	for (unsigned i = 0; i < 30000; i++)
		sum += std::popcount(i) & 1;
	printf("%d\n", sum);
	uint64_t x = 0x9E3779B97F4A7C15ULL;
	for (int i = 0; i < 5; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		printf("%016llx %d\n", (unsigned long long)x, (int)std::bit_width(x));
	}
	printf("%lld %d %d\n", 1LL << 40, 32, -1);
}
