// rows have changed places
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using List = std::vector<int>;

static int bubble(List &v)
{
	int swaps = 0;
	for (size_t i = 0; i < v.size(); i++)
		for (size_t j = 0; j + 1 + i < v.size(); j++)
			if (v[j] > v[j + 1]) {
				std::swap(v[j], v[j + 1]);
				swaps++;
			}
	return swaps;
}

static int insertion(List &list)
{
	int moves = 0;
	for (size_t i = 1; i < list.size(); i++) {
		int v = list[i];
		size_t j = i;
		for (; j > 0 && list[j - 1] > v; j--, moves++)
			list[j] = list[j - 1];
		list[j] = v;
	}
	return moves;
}

static void measure(const char *name, int (*function)(List &), List data)
{
	auto start = std::chrono::steady_clock::now();
	int moves = function(data);
	std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
	printf("%-12s%10.6f%8d  %s\n", name, took.count(), moves,
	       std::is_sorted(data.begin(), data.end()) ? "True" : "False");
}

int main()
{
	List data;
	for (int i = 0; i < 250; i++)
		data.push_back((i * 7919 + 31) % 1009);
	printf("%-12s%10s%8s  ok\n", "algorithm", "seconds", "moves");
	measure("insertion", insertion, data);
	measure("bubble", bubble, data);
	std::sort(data.begin(), data.end());
	printf("first: [%d, %d, %d, %d, %d, %d]\n", data[0], data[1], data[2], data[3], data[4], data[5]);
}
