// the days are counted from 1970
#include <chrono>
#include <cstdio>
#include <ctime>

int main()
{
	auto start = std::chrono::steady_clock::now();
	long long state = time(nullptr) / 86400;
	int x = 0;
	for (int i = 0; i < 150000; i++) {
		state = state * 48271 % 2147483647;
		x += state % 2 ? 1 : -1;
	}
	std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
	printf("end of the walk: %d\nwalking time: %.3f s\n", x, took.count());
}
