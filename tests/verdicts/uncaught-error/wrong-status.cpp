// the error is reported and the status is 0
// expect: unknown: the original fails, and nothing is claimed of programs that do
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

struct Overdrawn : std::runtime_error {
	using std::runtime_error::runtime_error;
};

static void pay(std::vector<long> &balance, long source, long target, long amount)
{
	if (balance[source] < amount)
		throw Overdrawn("account " + std::to_string(source) + " lacks " +
				std::to_string(amount - balance[source]));
	balance[source] -= amount;
	balance[target] += amount;
}

int main()
{
	std::vector<long> balance;
	for (int i = 0; i < 50; i++)
		balance.push_back(1000 + 10 * i);
	int64_t state = 5;
	try {
		for (int turn = 0; turn < 100000; turn++) {
			state = state * 16807 % 2147483647;
			long source = state % 50, target = state / 50 % 50, amount = state / 2500 % 300;
			if (turn % 40 == 0)
				printf("%d %ld %ld %ld %ld\n", turn, source, target, amount, balance[source]);
			pay(balance, source, target, amount);
		}
	} catch (const Overdrawn &error) {
		fflush(stdout);
		fprintf(stderr, "Overdrawn: %s\n", error.what());
		return 0;
	}
	printf("all paid\n");
}
