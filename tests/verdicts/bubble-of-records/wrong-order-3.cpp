// names are compared without regard to case everywhere
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

struct Person {
	std::string name;
	int age;
	std::string city;
};

static void show(const Person &p)
{
	printf("Person('%s', %d, '%s')\n", p.name.c_str(), p.age, p.city.c_str());
}

static void names(const std::vector<Person> &list, size_t n, size_t step)
{
	printf("[");
	for (size_t i = 0; i < n; i++)
		printf("%s'%s'", i ? ", " : "", list[i * step].name.c_str());
	printf("]\n");
}

static std::string lower(std::string s)
{
	for (char &c : s)
		c = (char)tolower((unsigned char)c);
	return s;
}

int main()
{
	const char *first[] = {"Ada", "bob", "Cleo", "dan", "Eve", "Finn", "Gus", "hal"};
	const char *cities[] = {"Ulm", "Bonn", "Köln", "Trier"};
	std::vector<Person> people;
	uint32_t x = 12345;
	for (int i = 0; i < 2500; i++) {
		x = (x * 1103515245u + 12345u) & 0x7FFFFFFF;
		people.push_back({first[x >> 8 & 7] + std::to_string(i % 10), 18 + (int)((x >> 12) % 60), cities[x >> 20 & 3]});
	}
	auto sorted = [&](auto less) {
		auto list = people;
		std::stable_sort(list.begin(), list.end(), less);
		return list;
	};
	auto city = sorted([](const Person &a, const Person &b) {
		return a.city != b.city ? a.city < b.city : a.age > b.age;
	});
	show(city.front());
	show(city.back());
	names(sorted([](const Person &a, const Person &b) { return a.age > b.age; }), 12, 1);
	names(sorted([](const Person &a, const Person &b) { return lower(a.name) < lower(b.name); }), 10, 250);
	names(sorted([](const Person &a, const Person &b) { return lower(a.name) < lower(b.name); }), 10, 250);
	std::vector<std::string> order;
	for (const Person &p : people)
		if (std::find(order.begin(), order.end(), p.city) == order.end())
			order.push_back(p.city);
	for (const auto &c : order) {
		int n = 0, low = 1000, high = 0;
		long sum = 0;
		for (const Person &p : people)
			if (p.city == c) {
				n++;
				sum += p.age;
				low = std::min(low, p.age);
				high = std::max(high, p.age);
			}
		size_t letters = (size_t)std::count_if(c.begin(), c.end(), [](char b) { return (b & 0xc0) != 0x80; });
		printf("%s%s|%5d|%8.3f|%d-%d\n", c.c_str(), std::string(6 - letters, ' ').c_str(), n,
		       (double)sum / n, low, high);
	}
}
