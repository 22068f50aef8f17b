// ties come in the order of the alphabet, not of appearance
#include <algorithm>
#include <cstdio>
#include <string>
#include <unordered_map>
#include <vector>

int main()
{
	const char *syllables[] = {"ka", "de", "ne", "mo", "ri", "su", "tal", "ver", "ix", "on"};
	long long state = 17;
	auto next = [&] {
		state = (state * 1103515245 + 12345) % 2147483648LL;
		return syllables[(state >> 16) % 10];
	};
	std::unordered_map<std::string, size_t> index;
	std::vector<std::pair<std::string, int>> counts;
	for (int i = 0; i < 20000; i++) {
		std::string word = next();
		word += next();
		auto [at, fresh] = index.emplace(word, counts.size());
		if (fresh)
			counts.emplace_back(word, 0);
		counts[at->second].second++;
	}
	auto ranked = counts;
	std::sort(ranked.begin(), ranked.end());
	std::stable_sort(ranked.begin(), ranked.end(),
			 [](auto &a, auto &b) { return a.second > b.second; });
	printf("%zu different words\n", counts.size());
	for (size_t i = 0; i < 25 && i < ranked.size(); i++)
		printf("%-8s%6d\n", ranked[i].first.c_str(), ranked[i].second);
	printf("first seen: ");
	for (size_t i = 0; i < 8; i++)
		printf("%s%s", i ? ", " : "", counts[i].first.c_str());
	printf("\n");
}
