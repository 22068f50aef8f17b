// sets come out sorted
#include <cstdio>
#include <set>
#include <vector>

static void show(const std::vector<int> &values)
{
	for (size_t i = 0; i < values.size(); i++)
		printf("%s%d", i ? ", " : "{", values[i]);
	printf("}");
}

static std::vector<int> list(const std::set<int> &s)
{
	return {s.begin(), s.end()};
}

// A set of CPython with eight slots and integers that meet no collision.
static std::vector<int> table(std::vector<int> values, int slots)
{
	std::vector<int> at(slots, -1), out;
	for (int v : values) {
		int slot = v % slots;
		while (at[slot] >= 0)
			slot = (slot + 1) % slots;
		at[slot] = v;
	}
	for (int v : at)
		if (v >= 0)
			out.push_back(v);
	return out;
}

int main()
{
	for (int n : {5, 7, 8, 13, 24}) {
		std::set<int> squares;
		for (int k = 0; k < n; k++)
			squares.insert(k * k % n);
		printf("%d ", n);
		std::vector<int> order;
		for (int k = 0; k < n; k++) {
			bool known = false;
			for (int v : order)
				known = known || v == k * k % n;
			if (!known)
				order.push_back(k * k % n);
		}
		show(order.size() < 5 ? table(order, 8) : table(order, 32));
		printf("\n");
	}
	std::set<int> evens, threes, both, either, one;
	for (int k = 0; k < 20; k++) {
		bool e = k % 2 == 0, t = k % 3 == 0;
		if (e)
			evens.insert(k);
		if (t)
			threes.insert(k);
		if (e && t)
			both.insert(k);
		if (e || t)
			either.insert(k);
		if (e != t)
			one.insert(k);
	}
	show(list(both));
	printf(" %zu\n[", either.size());
	const char *between = "";
	for (int k : one) {
		printf("%s%d", between, k);
		between = ", ";
	}
	printf("]\n{8, 3, 5} {0, 1}\n{'a'} frozenset({5}) set()\n");
	std::set<long> seen;
	long state = 11, sum = 0;
	int steps = 0;
	while (seen.insert(state).second) {
		sum += state;
		state = (state * state + 1) % 65521;
		steps++;
	}
	printf("cycle after %d at %ld %ld\n", steps, state, sum);
	int count = 0;
	for (int k = 0; k < 60000; k++)
		count += (int)evens.count(k % 977);
	printf("%d\n", count);
}
