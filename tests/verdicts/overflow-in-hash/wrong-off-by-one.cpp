// the probe that finds a free slot is counted
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

enum { SIZE = 4096 };

static int hash_text(const std::string &text)
{
	unsigned h = 5381;
	for (unsigned char c : text)
		h = (h * 33 + c) & 0x7FFFFFFF;
	return (int)h;
}

int main()
{
	std::vector<std::string> keys(SIZE);
	std::vector<int> values(SIZE);
	int probes = 0;
	for (int i = 0; i < 2600; i++) {
		std::string key = "key-" + std::to_string(i * 7919 % 2600);
		int slot = hash_text(key) % SIZE;
		for (; !keys[slot].empty() && keys[slot] != key; probes++)
			slot = (slot + 1) % SIZE;
		keys[slot] = key;
		values[slot] += i;
	}
	int used = 0, run = 0, longest = 0;
	for (auto &k : keys) {
		used += !k.empty();
		run = k.empty() ? 0 : run + 1;
		longest = std::max(longest, run);
	}
	probes += used;
	printf("used %d probes %d\nfirst [", used, probes);
	for (int i = 0, shown = 0; shown < 4; i++)
		if (!keys[i].empty())
			printf("%s('%s', %d)", shown++ ? ", " : "", keys[i].c_str(), values[i]);
	long squares = 0;
	for (long i = 0; i < 40000; i++)
		squares += i * i % SIZE;
	printf("]\nlongest run %d\nsquares %ld\n", longest, squares);
}
