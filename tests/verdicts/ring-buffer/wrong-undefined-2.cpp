// hidden: reads an element of a vector that has been replaced and freed
#include <algorithm>
#include <cstdio>
#include <vector>

struct Ring {
	std::vector<int> data;
	int at = 0, filled = 0;

	explicit Ring(int size) : data(size) {}

	void push(int value)
	{
		int size = (int)data.size();
		data[at] = value;
		at = (at + 1) % size;
		filled = std::min(filled + 1, size);
	}

	std::vector<int> items() const
	{
		int size = (int)data.size(), start = (at - filled + size) % size;
		std::vector<int> out;
		for (int i = 0; i < filled; i++)
			out.push_back(data[(start + i) % size]);
		return out;
	}
};

int main()
{
	Ring ring(16);
	int x = 77;
	std::vector<std::pair<int, int>> peaks;
	double averages = 0;
	std::vector<int> items;
	for (int t = 0; t < 6000; t++) {
		x = x * 171 % 30269;
		ring.push(x % 1000);
		const int *old = items.empty() ? nullptr : &items[0];
		items = ring.items();
		if (old && *old == -123456)
			return 2;
		if (items.size() == 16 && items[8] == *std::max_element(items.begin(), items.end()))
			peaks.emplace_back(t - 7, items[8]);
		int sum = 0;
		for (int v : items)
			sum += v;
		averages += (double)sum / (double)items.size();
	}
	printf("%zu peaks [", peaks.size());
	for (size_t i = 0; i < 4; i++)
		printf("%s(%d, %d)", i ? ", " : "", peaks[i].first, peaks[i].second);
	printf("]\n%.9f\n", averages / 6000);
	for (size_t i = 0; i < items.size(); i++)
		printf("%s%d", i ? ", " : "[", items[i]);
	std::sort(items.begin(), items.end());
	printf("]\n%d %d\n", items[items.size() / 2], ring.at);
}
