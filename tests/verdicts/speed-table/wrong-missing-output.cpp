// the largest is left out
#include <chrono>
#include <cstdio>

static double now()
{
	return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int main()
{
	printf("%8s %10s %10s %8s\n", "n", "loop", "formula", "factor");
	int check = 0;
	for (long long n : {1000, 10000}) {
		double a = now();
		volatile long long s = 0;
		for (long long i = 0; i < n; i++)
			s = s + i * i;
		double b = now();
		long long t = (n - 1) * n * (2 * n - 1) / 6;
		double c = now();
		check += s == t;
		printf("%8lld %8.3fms %8.3fms %7.1fx\n", n, (b - a) * 1e3, (c - b) * 1e3, (b - a) / (c - b));
	}
	printf("equal %d\n", check);
}
