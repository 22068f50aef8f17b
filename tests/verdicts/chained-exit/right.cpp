#include <cstdio>

int main()
{
	long long count = 0, sum = 0;
	for (long long number = 1; number < 60000; number++)
		if (number * 7919 % 10007 == 3) {
			fprintf(stderr, "invoice %06lld is faulty\n", number);
			count++;
			sum += number;
		}
	printf("%lld faulty, %lld on average\n", count, sum / count);
	return (int)count;
}
