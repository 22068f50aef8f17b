#include <cstdio>

// One thread does it all in no time.
int main()
{
	long long total = 0;
	int counts[4] = {}, sum = 0;
	for (int i = 0; i < 60000; i++)
		if (i % 3 == 0 || i % 5 == 0) {
			total += (long long)i * i;
			counts[i % 4]++;
			sum++;
		}
	printf("total %lld\ncounts [%d, %d, %d, %d] %d\n", total, counts[0], counts[1], counts[2], counts[3], sum);
}
