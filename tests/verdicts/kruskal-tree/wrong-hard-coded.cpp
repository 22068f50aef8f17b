// hidden: prints the recorded output
#include <cstdio>

int main()
{
	puts("2797 edges, 699 in the tree, cost 2685");
	puts("[(5, 57, 0), (10, 404, 0), (16, 20, 0), (25, 169, 0), (34, 260, 0)] [(149, 513, 18), (220, 224, 20)]");
	puts("1 parts, largest 700");
	puts("77577222");
}
