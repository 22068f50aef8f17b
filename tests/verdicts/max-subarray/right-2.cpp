#include <cstdint>
#include <cstdio>
#include <vector>

// The same quadratic search as in the script.
static long long max_subarray_sum(int n, uint32_t seed, long long low, long long high)
{
	std::vector<long long> numbers;
	uint32_t value = seed;
	for (int i = 0; i < n; i++) {
		value = 1664525u * value + 1013904223u;
		numbers.push_back((long long)value % (high - low + 1) + low);
	}
	long long best = numbers[0];
	for (int i = 0; i < n; i++) {
		long long current = 0;
		for (int j = i; j < n; j++) {
			current += numbers[j];
			if (current > best)
				best = current;
		}
	}
	return best;
}

int main()
{
	uint32_t value = 42;
	long long total = 0;
	for (int i = 0; i < 20; i++) {
		value = 1664525u * value + 1013904223u;
		total += max_subarray_sum(150, value, -10, 10);
	}
	printf("Total Maximum Subarray Sum (20 runs): %lld\n", total);
	printf("Wide: %lld\n", max_subarray_sum(80, 7, -(1LL << 33), 1LL << 33));
}
