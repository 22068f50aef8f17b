// the number of ways is kept in 64 bits
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

struct Item {
	std::string name;
	int weight, value;
};

static std::string text(unsigned __int128 n)
{
	std::string s;
	do
		s.insert(s.begin(), (char)('0' + (int)(n % 10)));
	while (n /= 10);
	return s;
}

int main()
{
	std::vector<Item> items;
	for (int i = 0; i < 40; i++) {
		char name[16];
		snprintf(name, sizeof name, "item%02d", i);
		items.push_back({name, 3 + i * 7 % 23, 10 + i * i * 13 % 97});
	}
	const int capacity = 400;
	std::vector<std::vector<int>> best(items.size() + 1, std::vector<int>(capacity + 1));
	for (size_t i = 1; i <= items.size(); i++)
		for (int w = 0; w <= capacity; w++) {
			best[i][w] = best[i - 1][w];
			if (items[i - 1].weight <= w)
				best[i][w] = std::max(best[i][w], best[i - 1][w - items[i - 1].weight] + items[i - 1].value);
		}
	std::vector<std::string> taken;
	int w = capacity;
	for (size_t i = items.size(); i > 0; i--)
		if (best[i][w] != best[i - 1][w]) {
			taken.push_back(items[i - 1].name);
			w -= items[i - 1].weight;
		}
	std::sort(taken.begin(), taken.end());
	printf("value %d free %d\n%zu items:", best.back()[capacity], w, taken.size());
	for (size_t i = 0; i < taken.size(); i++)
		printf("%s %s", i ? "," : "", taken[i].c_str());
	std::vector<unsigned long long> ways(1001);
	ways[0] = 1;
	for (const Item &item : items)
		for (int k = item.weight; k <= 1000; k++)
			ways[k] += ways[k - item.weight];
	printf("\n%s %s %s %s\n", text(ways[30]).c_str(), text(ways[100]).c_str(), text(ways[400]).c_str(),
	       text(ways[1000]).c_str());
}
