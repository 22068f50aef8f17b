#include <cstdio>
#include <list>
#include <unordered_map>

class Cache {
	size_t size;
	std::unordered_map<long, std::list<std::pair<long, long>>::iterator> where;

public:
	std::list<std::pair<long, long>> items;
	long hits = 0, misses = 0;

	explicit Cache(size_t n) : size(n) {}

	long get(long key)
	{
		auto at = where.find(key);
		if (at != where.end()) {
			hits++;
			items.splice(items.end(), items, at->second);
			return at->second->second;
		}
		misses++;
		items.emplace_back(key, key * key % 97);
		where[key] = std::prev(items.end());
		if (items.size() > size) {
			where.erase(items.front().first);
			items.pop_front();
		}
		return key * key % 97;
	}
};

int main()
{
	Cache cache(12);
	long state = 1, total = 0;
	for (int i = 0; i < 30000; i++) {
		state = (state * 75 + 74) % 65537;
		total += cache.get(state * state % 31);
	}
	printf("hits %ld misses %ld ratio %.2f%%\n", cache.hits, cache.misses, (double)cache.hits / 30000 * 100);
	printf("total %ld\n", total);
	const char *between = "{";
	for (auto &[key, value] : cache.items) {
		printf("%s%ld: %ld", between, key, value);
		between = ", ";
	}
	between = "}\n[";
	for (auto at = cache.items.rbegin(); at != cache.items.rend(); ++at) {
		printf("%s%ld", between, at->first);
		between = ", ";
	}
	printf("]\n");
}
