// counts four phases
#include <chrono>
#include <cstdio>
#include <string>

template <typename F> static double phase(const char *name, F work, long n)
{
	auto start = std::chrono::high_resolution_clock::now();
	long long result = work(n);
	auto end = std::chrono::high_resolution_clock::now();
	double seconds = std::chrono::duration<double>(end - start).count();
	printf("%-10s %12lld %8.4f s %12.0f ops/s\n", name, result, seconds, (double)n / seconds);
	return seconds;
}

int main()
{
	double total = 0;
	total += phase("sums", [](long n) {
		long long s = 0;
		for (long long i = 0; i < n; i++)
			s += i * i;
		return s;
	}, 30000);
	total += phase("strings", [](long n) {
		long long s = 0;
		for (long i = 0; i < n; i++)
			s += (long long)std::to_string(i).size();
		return s;
	}, 20000);
	total += phase("bits", [](long n) {
		unsigned x = 1;
		for (long i = 0; i < n; i++)
			x = (x << 1 | ((x >> 30 ^ x >> 27) & 1)) & 0x7FFFFFFF;
		return (long long)x;
	}, 50000);
	printf("total time: %.3f s for 4 phases\n", total);
}
