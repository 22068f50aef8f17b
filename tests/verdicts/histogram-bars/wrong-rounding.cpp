// bars are cut off
#include <cmath>
#include <cstdio>
#include <string>

int main()
{
	int counts[90] = {}, longest = 0;
	for (int n = 0; n < 100000; n++) {
		int s = 0;
		for (int m = n; m > 0; m /= 10)
			s += m % 10;
		counts[s]++;
	}
	for (int c : counts)
		longest = c > longest ? c : longest;
	for (int s = 0; s < 90; s++) {
		if (counts[s] == 0)
			continue;
		std::string bar((size_t)std::floor(counts[s] * 40.0 / longest), '#');
		printf("%2d |%-40s| %5d %.1f%%\n", s, bar.c_str(), counts[s], counts[s] / 1000.0 * 100);
	}
}
