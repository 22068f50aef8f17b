// the remainder of an unsigned number is added to a negative as 32 bits
#include <cstdint>
#include <iostream>
#include <limits>
#include <vector>

class Lcg {
	uint64_t value;

public:
	explicit Lcg(uint64_t seed) : value(seed) {}

	uint64_t next()
	{
		value = (1664525 * value + 1013904223) % 4294967296ULL;
		return value;
	}
};

static int64_t max_subarray_sum(int n, uint64_t seed, int64_t low, int64_t high)
{
	Lcg gen(seed);
	int64_t best = std::numeric_limits<int64_t>::min(), ending = 0;
	for (int i = 0; i < n; i++) {
		int64_t v = (int64_t)(uint32_t)(gen.next() % (uint64_t)(high - low + 1) + (uint64_t)low);
		ending = (i > 0 && ending > 0 ? ending : 0) + v;
		best = ending > best ? ending : best;
	}
	return best;
}

int main()
{
	Lcg gen(42);
	int64_t total = 0;
	for (int i = 0; i < 20; i++)
		total += max_subarray_sum(150, gen.next(), -10, 10);
	std::cout << "Total Maximum Subarray Sum (20 runs): " << total << "\n";
	std::cout << "Wide: " << max_subarray_sum(80, 7, -(1LL << 33), 1LL << 33) << "\n";
}
