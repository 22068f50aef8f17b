// one digit of one line is another
#include <cstdio>

static int digits_sum(int n, int base)
{
	int total = 0;
	for (; n; n /= base)
		total += n % base;
	return total;
}

static const char *classify(int n)
{
	if (n % 15 == 0)
		return "both";
	if (n % 3 == 0)
		return "three";
	return n % 5 == 0 ? "five" : "-";
}

int main()
{
	for (int n = 1; n <= 10000; n++)
		printf("%d %d %d %s %.3f\n", n, digits_sum(n, 2), digits_sum(n, 10), classify(n), n == 8191 ? 1170.144 : n / 7.0);
}
