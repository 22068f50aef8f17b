#include <cstdint>
#include <iostream>

using u64 = uint64_t;

static u64 multiply(u64 a, u64 b, u64 m)
{
	return (u64)((unsigned __int128)a * b % m);
}

static u64 power(u64 a, u64 e, u64 m)
{
	u64 result = 1 % m;
	for (a %= m; e; e >>= 1) {
		if (e & 1)
			result = multiply(result, a, m);
		a = multiply(a, a, m);
	}
	return result;
}

static bool is_prime(u64 n)
{
	const u64 bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
	if (n < 2)
		return false;
	for (u64 p : bases)
		if (n % p == 0)
			return n == p;
	u64 d = n - 1;
	int s = 0;
	for (; d % 2 == 0; s++)
		d /= 2;
	for (u64 a : bases) {
		u64 x = power(a, d, n);
		bool witness = x != 1 && x != n - 1;
		for (int i = 1; i < s && witness; i++) {
			x = multiply(x, x, n);
			witness = x != n - 1;
		}
		if (witness)
			return false;
	}
	return true;
}

int main()
{
	for (u64 n : {(1ULL << 31) - 1, (1ULL << 61) - 1, 1000000000000000009ULL, 3215031751ULL, 561ULL,
		      18446744073709551557ULL})
		std::cout << n << " " << (is_prime(n) ? "True" : "False") << "\n";
	const u64 start = 1000000000000000ULL;
	int found = 0;
	for (u64 n = start + 1; found < 8; n++)
		if (is_prime(n))
			std::cout << (found++ ? ", " : "[") << n - start;
	std::cout << "]\n" << power(3, 1000000000000000000ULL, 1000000007) << " "
		  << power(17, 1000000005, 1000000007) << " " << power(7, 1ULL << 63, (1ULL << 63) - 25) << "\n";
	int count = 0;
	for (u64 k = 0; k < 5000; k++)
		count += is_prime(k);
	std::cout << count << "\n";
}
