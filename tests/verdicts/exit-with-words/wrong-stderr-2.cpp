// another message
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

static std::pair<std::optional<size_t>, int> search(const std::vector<long> &values, long wanted)
{
	size_t low = 0, high = values.size();
	int looks = 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		looks++;
		if (values[middle] == wanted)
			return {middle, looks};
		if (values[middle] < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return {std::nullopt, looks};
}

int main()
{
	std::vector<long> values;
	for (long i = 0; i < 20000; i++)
		values.push_back(i * i + i);
	long total = 0;
	for (long wanted = 0; wanted < 40000; wanted += 4)
		total += search(values, wanted).second;
	std::cout << "looks: " << total << "\n";
	auto [place, looks] = search(values, 399980000 - 20000);
	std::cout << "found at ";
	if (place)
		std::cout << *place;
	else
		std::cout << "None";
	std::cout << " after " << looks << "\n";
	if (!search(values, 123457).first) {
		std::cerr << "Error: not found: 123457\n";
		return 1;
	}
	std::cout << "unreachable\n";
}
