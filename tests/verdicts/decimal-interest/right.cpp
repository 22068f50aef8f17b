#include <cstdio>

int main()
{
	long long cents = 100000;
	for (int year = 1; year <= 40; year++) {
		long long product = cents * 325, interest = product / 10000, rest = product % 10000;
		if (rest > 5000 || (rest == 5000 && interest % 2 == 1))
			interest++;
		cents += interest;
		if (year % 8 == 0) {
			char a[30], b[30];
			snprintf(a, sizeof a, "%lld.%02lld", interest / 100, interest % 100);
			snprintf(b, sizeof b, "%lld.%02lld", cents / 100, cents % 100);
			printf("%3d %8s %10s\n", year, a, b);
		}
	}
	long long tens = (cents + 500) / 1000;
	char digits[40];
	snprintf(digits, sizeof digits, "%lld", tens);
	printf("%c.%sE+3", digits[0], digits + 1);
	__int128 third = (__int128)cents * 1000000000000000000LL;
	third = (third * 10000 + 1) / 3;
	char text[60];
	int n = 0;
	for (__int128 v = third; v > 0; v /= 10)
		text[n++] = (char)('0' + (int)(v % 10));
	printf(" ");
	for (int i = n - 1, k = 0; i >= 0 && k < 28; i--, k++) {
		if (k == n - 24)
			printf(".");
		putchar(text[i]);
	}
	printf(" 3.30\n");
}
