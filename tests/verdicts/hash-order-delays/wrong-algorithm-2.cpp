// distances are not taken absolutely
// expect: unknown: what the order of a set decides may not be masked as if it were a measured time
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_set>
#include <vector>

static int distance(const std::string &a, const std::string &b)
{
	return (int)a.size() * 17 - (int)b.size() * 5 + (a[0] - b[0]) * 3;
}

int main()
{
	std::unordered_set<std::string> cities{"Aachen", "Bonn", "Celle", "Dessau", "Emden", "Fulda", "Gera", "Hof"};
	std::vector<std::string> order(cities.begin(), cities.end());
	int total = 0, sum = 0;
	for (int i = 0; i < 6000; i++)
		total += 2;
	for (size_t i = 0; i < order.size(); i++)
		sum += distance(order[i], order[(i + 1) % order.size()]);
	printf("shared: %d\ntravel time: %.2f hours\n", total, sum / 8.0);
}
