// seeds with one word, as std::mt19937 does, where CPython seeds from an array
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string>

// The generator of CPython, with its seeding from an array of 32-bit words.
class Random {
	uint32_t mt[624];
	int at = 624;

	void init(uint32_t s)
	{
		mt[0] = s;
		for (int i = 1; i < 624; i++)
			mt[i] = 1812433253u * (mt[i - 1] ^ (mt[i - 1] >> 30)) + (uint32_t)i;
	}

public:
	explicit Random(uint32_t seed)
	{
		init(seed);
		return;
		int i = 1;
		for (int k = 0; k < 624; k++) {
			mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >> 30)) * 1664525u)) + seed;
			if (++i >= 624) {
				mt[0] = mt[623];
				i = 1;
			}
		}
		for (int k = 0; k < 623; k++) {
			mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >> 30)) * 1566083941u)) - (uint32_t)i;
			if (++i >= 624) {
				mt[0] = mt[623];
				i = 1;
			}
		}
		mt[0] = 0x80000000u;
	}

	uint32_t word()
	{
		if (at >= 624) {
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
};

static std::string repr(double v)
{
	char text[40];
	return std::string(text, std::to_chars(text, text + sizeof text, v).ptr);
}

int main()
{
	Random rng(2024);
	int histogram[13] = {};
	for (int i = 0; i < 15000; i++) {
		int first = (int)(rng.random() * 6);
		int second = (int)(rng.random() * 6);
		histogram[first + second + 2]++;
	}
	long total = 0, weighted = 0;
	for (int t = 2; t < 13; t++) {
		printf("%2d %5d %s\n", t, histogram[t], std::string(histogram[t] / 50, '#').c_str());
		total += histogram[t];
		weighted += (long)t * histogram[t];
	}
	printf("one more: %s\n", repr(rng.random()).c_str());
	double sum = 0;
	for (int i = 0; i < 10; i++)
		sum += rng.random();
	printf("sum of ten: %s\n", repr(sum).c_str());
	printf("coin: ");
	for (int i = 0; i < 40; i++)
		putchar("HT"[rng.word() >> 31]);
	printf("\nmean %.4f\n", (double)weighted / (double)total);
}
