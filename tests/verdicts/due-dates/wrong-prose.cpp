// dates as day.month.year
#include <cstdio>
#include <ctime>

static void show(const char *name, int days)
{
	time_t now = time(nullptr);
	tm date = *localtime(&now);
	date.tm_mday += days;
	date.tm_hour = 12;
	mktime(&date);
	char text[40];
	strftime(text, sizeof text, "%d.%m.%Y", &date);
	printf("%s: %s\n", name, text);
}

int main()
{
	show("today", 0);
	show("tomorrow", 1);
	int load = 0;
	for (int k = 0; k < 60000; k++)
		load = (load * 31 + k) % 10007;
	printf("load %d\n", load);
}
