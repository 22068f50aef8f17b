// hidden: never draws again, and this seed never needs it
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <vector>

const int64_t SEED = 311;
const int DRAWS = 100;

struct Source {
	int64_t state;
	int64_t word()
	{
		state = (state * 1103515245 + 12345) % 2147483648;
		return state / 32768 % 65536;
	}
	int64_t below(int64_t bound)
	{
		int64_t drawn = word();
		return drawn % bound;
	}
};

int main()
{
	Source source{SEED};
	std::vector<int64_t> draws(DRAWS);
	int64_t sum = 0;
	for (auto &d : draws)
		sum += d = source.below(1000);
	printf("first [");
	for (size_t i = 0; i < draws.size() && i < 8; i++)
		printf("%s%lld", i ? ", " : "", (long long)draws[i]);
	printf("]\nsum %lld largest %lld\n", (long long)sum, (long long)*std::max_element(draws.begin(), draws.end()));
	printf("next %lld\n", (long long)source.below(1000));
}
