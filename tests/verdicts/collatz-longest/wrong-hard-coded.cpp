// hidden: prints the recorded output
#include <cstdio>

int main()
{
	puts("start 10971, 268 terms, highest 27114424");
	puts("25998 numbers remembered");
	puts("[10971, 32914, 16457, 49372, 24686] ... [8, 4, 2]");
}
