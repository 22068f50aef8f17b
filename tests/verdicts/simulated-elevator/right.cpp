#include <cstdio>
#include <set>
#include <vector>

enum State { IDLE, UP, DOWN, OPEN };
static const char *values[] = {"idle", "up", "down", "open"};
static const char *names[] = {"IDLE", "UP", "DOWN", "OPEN"};

struct Elevator {
	int at = 0;
	State state = IDLE;
	std::set<int> calls;
	long moved = 0;

	void tick()
	{
		if (calls.erase(at)) {
			state = OPEN;
		} else if (calls.empty()) {
			state = IDLE;
		} else {
			bool above = *calls.rbegin() > at, below = *calls.begin() < at;
			if ((state == DOWN && below) || !above) {
				state = DOWN;
				at--;
			} else {
				state = UP;
				at++;
			}
			moved++;
		}
	}
};

int main()
{
	Elevator lift;
	long seed = 5;
	int tally[4][4] = {};
	std::vector<std::pair<int, int>> order;
	for (int t = 0; t < 20000; t++) {
		seed = (seed * 141 + 28411) % 134456;
		if (seed % 5 == 0)
			lift.calls.insert((int)(seed / 5 % 12));
		State before = lift.state;
		lift.tick();
		if (tally[before][lift.state]++ == 0)
			order.emplace_back(before, lift.state);
		if (t < 40) {
			printf("%03d floor %2d %-4s [", t, lift.at, values[lift.state]);
			const char *between = "";
			for (int f : lift.calls) {
				printf("%s%d", between, f);
				between = ", ";
			}
			printf("]\n");
		}
	}
	printf("moved %ld State.%s\n", lift.moved, names[lift.state]);
	for (auto &[a, b] : order)
		printf("%s->%s: %d\n", names[a], names[b], tally[a][b]);
}
