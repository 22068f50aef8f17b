#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

int main()
{
	using clock = std::chrono::steady_clock;
	auto begin = clock::now();
	for (int attempt = 1; attempt <= 3; attempt++) {
		if (attempt == 3) {
			std::chrono::duration<double> took = clock::now() - begin;
			printf("attempt %d: fine after %.2f s\n", attempt, took.count());
			break;
		}
		double pause = 0.02 * std::pow(2, attempt);
		printf("attempt %d: failed, waiting %.2f s\n", attempt, pause);
		std::this_thread::sleep_for(std::chrono::duration<double>(pause));
	}
	long long total = 1;
	for (int i = 1; i < 90000; i++) {
		total = total * i % 1000003;
		if (total == 0)
			total = 1;
	}
	printf("result %lld\n", total);
}
