// a bool as 1
#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

static void quicksort(std::vector<int> &v, int low, int high, std::mt19937 &rng)
{
	while (low < high) {
		int pivot = v[low + (int)(rng() % (unsigned)(high - low + 1))], i = low, j = high;
		while (i <= j) {
			while (v[i] < pivot)
				i++;
			while (v[j] > pivot)
				j--;
			if (i <= j)
				std::swap(v[i++], v[j--]);
		}
		quicksort(v, low, j, rng);
		low = i;
	}
}

int main()
{
	std::vector<int> v;
	for (int i = 0; i < 12000; i++)
		v.push_back(i * 7919 % 10007);
	std::mt19937 rng(std::random_device{}());
	std::shuffle(v.begin(), v.end(), rng);
	quicksort(v, 0, (int)v.size() - 1, rng);
	size_t n = v.size(), distinct = 1;
	for (size_t i = 1; i < n; i++)
		distinct += v[i] != v[i - 1];
	printf("%s %zu\n[", std::is_sorted(v.begin(), v.end()) ? "1" : "0", n);
	for (size_t i = 0; i < 8; i++)
		printf("%s%d", i ? ", " : "", v[i]);
	printf("] [");
	for (size_t i = n - 4; i < n; i++)
		printf("%s%d", i > n - 4 ? ", " : "", v[i]);
	printf("]\nmedian %d distinct %zu\n", v[n / 2], distinct);
}
