// the summary is on stdout
#include <cstdio>
#include <map>

static int digits_product(int n)
{
	int p = 1;
	for (; n; n /= 10)
		p *= n % 10;
	return p;
}

int main()
{
	std::map<int, int> best;
	for (int n = 10; n < 60000; n++) {
		int k = 0;
		for (int m = n; m >= 10; k++)
			m = digits_product(m);
		if (best.emplace(k, n).second)
			printf("persistence %d first at %d\n", k, n);
	}
	fprintf(stderr, "searched %d numbers\n", 60000 - 10);
	fprintf(stdout, "highest persistence: %d", best.rbegin()->first);
}
