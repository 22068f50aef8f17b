// hidden: terms are 32-bit: enough below this limit, not below 120,000
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <unordered_map>
#include <vector>

int main()
{
	const int64_t limit = 12000;
	std::unordered_map<int64_t, int> lengths{{1, 1}};
	int best = 1;
	int64_t start = 1, peak = 1;
	for (int64_t n = 1; n < limit; n++) {
		std::vector<int64_t> chain;
		int32_t k = (int32_t)n;
		while (!lengths.count(k)) {
			chain.push_back(k);
			peak = std::max(peak, (int64_t)k);
			k = k % 2 == 0 ? k / 2 : 3 * k + 1;
		}
		int steps = lengths[k];
		for (size_t i = chain.size(); i-- > 0;)
			lengths[chain[i]] = ++steps;
		if (lengths[n] > best) {
			best = lengths[n];
			start = n;
		}
	}
	printf("start %ld, %d terms, highest %ld\n", (long)start, best, (long)peak);
	printf("%zu numbers remembered\n", lengths.size());
	std::vector<long> terms;
	for (int64_t k = start; k != 1; k = k % 2 == 0 ? k / 2 : 3 * k + 1)
		terms.push_back((long)k);
	size_t m = terms.size();
	printf("[%ld, %ld, %ld, %ld, %ld] ... [%ld, %ld, %ld]\n", terms[0], terms[1], terms[2], terms[3],
	       terms[4], terms[m - 3], terms[m - 2], terms[m - 1]);
}
