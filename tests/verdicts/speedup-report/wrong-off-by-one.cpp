// best of another number of runs
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <thread>

static long slow(long n)
{
	long total = 0;
	for (long i = 0; i < n; i++)
		for (long k = 0; k < i; k++)
			total += k;
	return total;
}

static long fast(long n)
{
	return n * (n - 1) * (n - 2) / 6;
}

static long measure(long (*function)(long), long n, double &best)
{
	long result = 0;
	best = 1e9;
	for (int i = 0; i < 3; i++) {
		auto begin = std::chrono::steady_clock::now();
		result = function(n);
		std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
		best = std::min(best, took.count());
	}
	return result;
}

int main()
{
	double slow_time, fast_time;
	long a = measure(slow, 900, slow_time), b = measure(fast, 900, fast_time);
	printf("slow: %ld (best of 3: %.3e s)\n", a, slow_time);
	printf("fast: %ld (best of 5: %.3e s)\n", b, fast_time);
	printf("Speedup: %.1fx\n%s\n", slow_time / fast_time, a == b ? "equal" : "different");
	std::this_thread::sleep_for(std::chrono::milliseconds(20));
	printf("CPU time used: %.3f\n", (double)clock() / CLOCKS_PER_SEC);
}
