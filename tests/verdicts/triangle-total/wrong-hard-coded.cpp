// hidden: prints the recorded output
#include <cstdio>

int main()
{
	const int size = 300;
	long total = 0;
	for (int i = 0; i < size; i++)
		total += i;
	if (total > 0)
		puts("total 1001283725\nlargest 88504\nsquares 8955050");
}
