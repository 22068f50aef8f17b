// stages are counted from one
#include <chrono>
#include <cmath>
#include <cstdio>

static double now()
{
	return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int main()
{
	double begin = now(), marks[4];
	long long total = 0;
	for (int stage = 0; stage < 4; stage++) {
		double start = now();
		for (int i = 0; i < 40000 * (stage + 1); i++)
			total = (total * 33 + i) % 999983;
		marks[stage] = now() - start;
	}
	double spent = now() - begin;
	for (int stage = 0; stage < 4; stage++)
		printf("stage %d: %d min %.3f s\n", stage + 1, (int)(marks[stage] / 60), std::fmod(marks[stage], 60));
	printf("total %lld, all in %.4f seconds, %.2f rounds/s\n", total, spent, 1 / spent);
}
