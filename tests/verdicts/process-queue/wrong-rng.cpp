// the low bits of the generator are used
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <queue>
#include <vector>

int main()
{
	uint32_t x = 99;
	auto below = [&](uint32_t n) {
		x = x * 1664525u + 1013904223u;
		return (long)(x % n);
	};
	using Counter = std::pair<long, int>;
	std::priority_queue<Counter, std::vector<Counter>, std::greater<Counter>> counters;
	for (int i = 0; i < 3; i++)
		counters.emplace(0, i);
	long arrival = 0, total = 0, most = 0, last = 0;
	int served[3] = {}, none = 0;
	for (int customer = 0; customer < 4000; customer++) {
		arrival += below(5);
		long need = 2 + below(11);
		auto [free, counter] = counters.top();
		counters.pop();
		long begin = std::max(free, arrival), wait = begin - arrival;
		total += wait;
		most = std::max(most, wait);
		none += wait == 0;
		served[counter]++;
		counters.emplace(begin + need, counter);
		last = std::max(last, begin + need);
		if (customer % 800 == 0)
			printf("t=%6ld customer %5d counter %d waited %ld\n", begin, customer, counter, wait);
	}
	printf("served [%d, %d, %d] last %ld\n", served[0], served[1], served[2], last);
	printf("waiting: mean %.4f max %ld none %d\n", (double)total / 4000, most, none);
}
