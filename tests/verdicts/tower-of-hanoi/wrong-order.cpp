// the tower goes to the middle peg
#include <cstdio>
#include <vector>

static std::vector<int> pegs[3];
static int number;

static void show()
{
	for (int p = 0; p < 3; p++) {
		printf("%s'%c': [", p ? ", " : "{", 'A' + p);
		for (size_t i = 0; i < pegs[p].size(); i++)
			printf("%s%d", i ? ", " : "", pegs[p][i]);
		printf("]");
	}
	printf("}\n");
}

static void hanoi(int n, int source, int target, int spare)
{
	if (n == 0)
		return;
	hanoi(n - 1, source, spare, target);
	pegs[target].push_back(pegs[source].back());
	pegs[source].pop_back();
	printf("%4d: disc %d from %c to %c\n", ++number, n, 'A' + source, 'A' + target);
	if (number % 512 == 0)
		show();
	hanoi(n - 1, spare, target, source);
}

int main()
{
	const int discs = 11;
	for (int d = discs; d > 0; d--)
		pegs[0].push_back(d);
	hanoi(discs, 0, 1, 2);
	printf("moves: %d\n", number);
}
