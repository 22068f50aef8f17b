#include <cstdio>
#include <ctime>

int main()
{
	time_t now = time(nullptr);
	struct tm t = *localtime(&now), e = {};
	e.tm_year = t.tm_year;
	e.tm_mon = 11;
	e.tm_mday = 31;
	mktime(&e);
	char b[40];
	strftime(b, sizeof b, "today %Y-%m-%d", &t);
	printf("%s\ndays left: %d\nday of the year: %d\n", b, e.tm_yday - t.tm_yday, t.tm_yday + 1);
	strftime(b, sizeof b, "ends on %A", &e);
	puts(b);
	int weeks = 0;
	for (int i = 0; i < 100000; i++)
		weeks = (weeks * 7 + i) % 53;
	printf("week %d\n", weeks);
}
