// finds the last of the largest gaps, not the first
#include <cstdio>
#include <string>
#include <vector>

int main()
{
	const int limit = 120000;
	std::vector<char> composite(limit + 1, 0);
	std::vector<long long> primes;
	for (long long i = 2; i <= limit; i++) {
		if (composite[i])
			continue;
		primes.push_back(i);
		for (long long j = i * i; j <= limit; j += i)
			composite[j] = 1;
	}
	long long sum = 0;
	long long squares = 0;
	unsigned __int128 fourth = 0;
	for (long long p : primes) {
		sum += p;
		squares += p * p;
		fourth += (unsigned __int128)(p * p) * (p * p);
	}
	std::string digits;
	while (fourth > 0) {
		digits.insert(digits.begin(), (char)('0' + (int)(fourth % 10)));
		fourth /= 10;
	}
	long long gap = 0, after = 0;
	for (size_t i = 1; i < primes.size(); i++)
		if (primes[i] - primes[i - 1] > gap) {
			gap = primes[i] - primes[i - 1];
			after = primes[i - 1];
		}
	gap = 0;
	for (size_t i = 1; i < 100; i++)
		if (primes[i] - primes[i - 1] >= gap) {
			gap = primes[i] - primes[i - 1];
			after = primes[i - 1];
		}
	printf("count: %zu\n", primes.size());
	printf("last: %lld\n", primes.back());
	printf("sum: %lld\n", sum);
	printf("sum of squares: %lld\n", squares);
	printf("sum of fourth powers: %s\n", digits.c_str());
	printf("largest gap: %lld after %lld\n", gap, after);
}
