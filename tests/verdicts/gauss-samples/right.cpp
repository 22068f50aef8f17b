#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
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

// CPython's random.Random for small seeds.
struct Random {
	uint32_t mt[624];
	int at = 624;

	explicit Random(uint32_t seed)
	{
		mt[0] = 19650218u;
		for (int i = 1; i < 624; i++)
			mt[i] = 1812433253u * (mt[i - 1] ^ (mt[i - 1] >> 30)) + (uint32_t)i;
		int i = 1;
		auto step = [&] {
			if (++i >= 624) {
				mt[0] = mt[623];
				i = 1;
			}
		};
		for (int k = 0; k < 624; k++, step())
			mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >> 30)) * 1664525u)) + seed;
		for (int k = 0; k < 623; k++, step())
			mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >> 30)) * 1566083941u)) - (uint32_t)i;
		mt[0] = 0x80000000u;
	}

	uint32_t word()
	{
		if (at == 624) {
			for (int k = 0; k < 624; k++) {
				uint32_t y = (mt[k] & 0x80000000u) | (mt[(k + 1) % 624] & 0x7fffffffu);
				mt[k] = mt[(k + 397) % 624] ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
			}
			at = 0;
		}
		uint32_t y = mt[at++];
		y ^= y >> 11;
		y ^= (y << 7) & 0x9d2c5680u;
		y ^= (y << 15) & 0xefc60000u;
		return y ^ (y >> 18);
	}

	double random()
	{
		uint32_t a = word() >> 5, b = word() >> 6;
		return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
	}

	uint32_t below(uint32_t n)
	{
		int bits = 32 - __builtin_clz(n);
		uint32_t r;
		do
			r = word() >> (32 - bits);
		while (r >= n);
		return r;
	}
};

static std::string text(unsigned __int128 v)
{
	std::string s;
	do
		s.insert(s.begin(), (char)('0' + (int)(v % 10)));
	while (v /= 10);
	return s;
}

int main()
{
	Random rng(7);
	for (int i = 0; i < 20; i++)
		printf("%s%u", i ? ", " : "[", 1 + rng.below(6));
	std::vector<int> deck(20);
	for (int i = 0; i < 20; i++)
		deck[i] = i;
	for (uint32_t i = 19; i > 0; i--)
		std::swap(deck[i], deck[rng.below(i + 1)]);
	for (int i = 0; i < 20; i++)
		printf("%s%d", i ? ", " : "]\n[", deck[i]);
	printf("]\n%c", "abcdefg"[rng.below(7)]);
	printf(" %u", rng.below(1000));
	printf(" %s\n", repr(-1 + 2 * rng.random()).c_str());
	long sums = 0;
	for (int i = 0; i < 15000; i++)
		sums += (long)rng.below(201) - 100;
	printf("%ld\n", sums);
	for (int i = 0; i < 8; i++)
		printf("%s%u", i ? ", " : "[", 7 * rng.below(15));
	unsigned __int128 wide = rng.word();
	wide |= (unsigned __int128)rng.word() << 32;
	wide |= (unsigned __int128)(rng.word() >> 26) << 64;
	printf("]\n%s\n", text(wide).c_str());
}
