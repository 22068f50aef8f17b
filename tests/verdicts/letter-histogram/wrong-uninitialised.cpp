// the counts start as what an earlier block of that size held
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

int main()
{
	std::string text;
	int x = 3;
	for (int i = 0; i < 30000; i++) {
		x = (x * 29 + 7) % 1009;
		text += x % 5 ? (char)('a' + x * x % 26) : ' ';
	}
	volatile int *junk = (int *)malloc(26 * sizeof *junk);
	for (int i = 0; i < 26; i++)
		junk[i] = 1000 + i;
	free((void *)junk);
	int *counts = (int *)malloc(26 * sizeof *counts);
	int(*pairs)[26] = (int(*)[26])calloc(26, sizeof *pairs);
	for (size_t i = 0; i < text.size(); i++) {
		if (text[i] == ' ')
			continue;
		counts[text[i] - 'a']++;
		if (i + 1 < text.size() && text[i + 1] != ' ')
			pairs[text[i] - 'a'][text[i + 1] - 'a']++;
	}
	for (int i = 0; i < 26; i++)
		if (counts[i])
			printf("%c %5d %s\n", 'a' + i, counts[i], std::string((size_t)counts[i] / 100, '*').c_str());
	int best = 0, a = 0, b = 0, empty = 0;
	for (int i = 0; i < 26; i++) {
		bool any = false;
		for (int j = 0; j < 26; j++) {
			any = any || pairs[i][j];
			if (pairs[i][j] > best) {
				best = pairs[i][j];
				a = i;
				b = j;
			}
		}
		empty += !any;
	}
	size_t words = 0, longest = 0, run = 0;
	for (char c : text + " ") {
		if (c != ' ') {
			run++;
			continue;
		}
		words += run > 0;
		longest = std::max(longest, run);
		run = 0;
	}
	printf("pair %c%c %d\nwords %zu longest %zu\nempty rows %d\n", 'a' + a, 'a' + b, best, words, longest, empty);
	free(counts);
	free(pairs);
}
