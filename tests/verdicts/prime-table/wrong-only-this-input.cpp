// hidden: divides by a table of primes that ends below the root of a larger bound
#include <algorithm>
#include <iostream>
#include <vector>

static bool is_prime(long n)
{
	if (n < 2)
		return false;
	for (long k : {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73})
		if (k * k <= n && n % k == 0)
			return false;
	return true;
}

int main()
{
	const long bound = 5000;
	std::vector<long> found;
	for (long n = 0; n < bound; n++)
		if (is_prime(n))
			found.push_back(n);
	long sum = 0, widest = 0;
	for (size_t i = 0; i < found.size(); i++) {
		sum += found[i];
		if (i > 0)
			widest = std::max(widest, found[i] - found[i - 1]);
	}
	std::cout << "primes " << found.size() << " last " << found.back() << "\n";
	std::cout << "sum " << sum << "\nwidest gap " << widest << "\n";
}
