// the middle is one too far down
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <vector>

constexpr int kLength = 501;
constexpr std::int64_t kSeed = 77;

static std::vector<int> numbers(int length, std::int64_t seed)
{
	std::vector<int> out;
	for (int i = 0; i < length; i++) {
		seed = (seed * 1103515245 + 12345) % 2147483648LL;
		out.push_back(static_cast<int>(seed / 65536 % 1000));
	}
	return out;
}

static int median(std::vector<int> values)
{
	std::sort(values.begin(), values.end());
	std::size_t middle = values.size() / 2 - 1;
	if (values.size() % 2 == 1)
		return values[middle];
	return (values[middle - 1] + values[middle]) / 2;
}

int main()
{
	std::vector<int> data = numbers(kLength, kSeed);
	auto [low, high] = std::minmax_element(data.begin(), data.end());
	int m = median(data);
	std::cout << "median " << m << "\n";
	std::cout << "spread " << *high - *low << "\n";
	std::cout << "above " << std::count_if(data.begin(), data.end(), [m](int v) { return v > m; }) << "\n";
}
