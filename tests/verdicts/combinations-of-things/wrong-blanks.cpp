// products are separated by blanks
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

int main()
{
	std::vector<std::vector<int>> triples;
	for (int a = 1; a < 200; a++)
		for (int b = a + 1; b < 200; b++) {
			int c = (int)std::lrint(std::sqrt(a * a + b * b));
			if (c * c == a * a + b * b)
				triples.push_back({a, b, c});
		}
	printf("%zu [", triples.size());
	for (int i = 0; i < 4; i++)
		printf("%s(%d, %d, %d)", i ? ", " : "", triples[i][0], triples[i][1], triples[i][2]);
	printf("] (%d, %d, %d)\n[", triples.back()[0], triples.back()[1], triples.back()[2]);
	std::string p = "abcd";
	for (int i = 0; i < 12; i++, std::next_permutation(p.begin(), p.end()))
		if (i >= 5)
			printf("%s'%s'", i > 5 ? ", " : "", p.c_str());
	printf("]\n[('a', 3), ('b', 2), ('c', 1), ('d', 4), ('a', 1)]\n[");
	int best = -100, sum = 0;
	const char *between = "";
	for (int v : {3, -1, 4, -1, 5, -9}) {
		best = std::max(best, v);
		printf("%s%d", between, best);
		between = ", ";
	}
	between = "] [";
	for (int v = 1; v < 8; v++) {
		printf("%s%d", between, sum += v);
		between = ", ";
	}
	int count = 0;
	for (int n = 0; n < 7776; n++)
		count += n % 6 + n / 6 % 6 + n / 36 % 6 + n / 216 % 6 + n / 1296 == 11;
	printf("]\n%d\n", count);
	std::set<std::string> words;
	const std::string letters = "stream";
	for (char a : letters)
		for (char b : letters)
			for (char c : letters)
				if (a != b && b != c && a != c)
					words.insert({a, b, c});
	std::vector<std::string> list(words.begin(), words.end());
	auto weight = [](const std::string &w) { return std::pair(w[0] + w[1] + w[2], w); };
	auto most = *std::max_element(list.begin(), list.end(), [&](auto &a, auto &b) { return weight(a) < weight(b); });
	size_t n = list.size();
	printf("%zu ['%s', '%s', '%s'] ['%s', '%s', '%s'] %s\n", n, list[0].c_str(), list[1].c_str(), list[2].c_str(),
	       list[n - 3].c_str(), list[n - 2].c_str(), list[n - 1].c_str(), most.c_str());
	between = "";
	for (int x = 0; x < 3; x++)
		for (int y = x; y < 4; y++)
			if ((x + y) % 2) {
				printf("%s%d", between, x * y);
				between = " ";
			}
	printf("\n");
}
