// remainders of negatives stay negative
#include <cstdio>
#include <cstdlib>

int main()
{
	long total = 0;
	for (long i = 0; i < 150000; i++)
		total += i * i % 7 - 3;
	auto mod = [](long a, long b) { return a % b; };
	printf("balance %ld\n", total);
	printf("check %ld %ld %ld\n", mod(total, 1000), mod(-total, 1000), (-total - mod(-total, 1000)) / 1000);
	fprintf(stderr, "status -1 follows\n");
	exit(total ? -1 : 0);
}
