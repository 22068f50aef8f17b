// one step less in each race
// expect: unknown: what chance decides may not be masked as if it were a measured time
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

int main()
{
	using namespace std::chrono;
	long state = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() % 2147483647;
	std::vector<double> best;
	for (int k = 0; k < 12; k++) {
		std::vector<double> finish(12);
		for (int step = 0; step < 399; step++)
			for (double &f : finish) {
				state = state * 48271 % 2147483647;
				f += 0.5 + (double)state / 2147483647;
			}
		best.push_back(*std::min_element(finish.begin(), finish.end()));
	}
	double sum = 0;
	for (double b : best)
		sum += b;
	printf("12 races of 12 runners\n");
	printf("best time: %.3f s, mean time: %.3f s\n", *std::min_element(best.begin(), best.end()), sum / 12);
}
