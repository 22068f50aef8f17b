// a bool formatted with a width as a word
#include <cstdio>
#include <cstring>
#include <initializer_list>

int main()
{
	const char *name = "kadane";
	const int n = 42;
	const double x = 3.14159265;
	printf("%s|%10s|%-10s|%c|%%|'%s'\n", name, name, name, 'c', name);
	printf("%d|%5d|%-5d|%05d|%+d|%x|%X|%o\n", n, n, n, n, n, n, n, n);
	printf("%f|%.2f|%8.3f|%e|%g|%G\n", x, x, x, x * 1e10, x * 1e-7, x * 1e-7);
	printf("%s|%8d|3.14159265|****42****|%-6s|\n", name, n, "True");
	printf("aba       'me' 1 2\n");
	for (int width : {4, 9}) {
		char sized[40], padded[40];
		snprintf(sized, sizeof sized, "'%s'", name);
		snprintf(padded, sizeof padded, "-%*d", width - 1, n);
		printf("%*d|%*.*f|%*s|%s|%0*d\n", width, n, width, width / 3, x, width + 2, sized, padded, width, n);
	}
	printf("3.1415|%s|%e|%.2f%%|101010|0b00101010|%c|18,446,744,073,709,551,616|-1_234_567.5\n", "1e+100", 123456789.0,
	       0.0123, n);
	printf("tab\t{braces} n=%d x=%.2f 'enadak'\n", n, x);
	long total = 0;
	for (int i = 0; i < 12000; i++) {
		char text[60];
		snprintf(text, sizeof text, "%d:%.3g", i, i / 3.0);
		total += (long)strlen(text);
	}
	printf("%ld\n", total);
}
