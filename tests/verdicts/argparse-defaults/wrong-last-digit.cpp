// multiplied once at the end
#include <cstdio>

int main()
{
	printf("Namespace(bags=[3, 40, 500], rate=0.1, verbose=True)\n");
	double total = 0.0;
	for (int k = 0; k < 100000; k++)
		total += k % 3;
	total *= 0.1;
	printf("%.17g 543 usage: mill [--rate RATE] [-v] bags [bags ...]\n", total);
}
