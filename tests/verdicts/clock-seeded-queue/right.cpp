// expect: unknown: what chance decides may not be masked as if it were a measured time
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>

static std::mt19937 rng(static_cast<unsigned>(std::time(nullptr)));

static double simulate(int customers)
{
	std::exponential_distribution<double> gap(1.0);
	std::uniform_real_distribution<double> work(0.2, 1.2);
	double free = 0, now = 0, waited = 0;
	for (int i = 0; i < customers; i++) {
		now += gap(rng);
		double begin = std::max(now, free);
		waited += begin - now;
		free = begin + work(rng);
	}
	return waited / customers;
}

int main()
{
	printf("customers: %d\n", 20000);
	printf("mean waiting time: %.4f minutes\n", simulate(20000));
	double longest = 0;
	for (int i = 0; i < 20; i++)
		longest = std::max(longest, simulate(500));
	printf("longest time seen: %.4f minutes\n", longest);
}
