#include <cstdio>
#include <ctime>

static void stamp(const char *form)
{
	char b[80];
	time_t now = time(nullptr);
	strftime(b, sizeof b, form, localtime(&now));
	fputs(b, stdout);
}

int main()
{
	stamp("session %d.%m.%Y %H:%M:%S\n");
	long long total = 0;
	for (long long i = 0; i < 120000; i++)
		total = (total + i * i) % 65521;
	printf("checksum %lld\n", total);
	stamp("iso %Y-%m-%dT%H:%M:%S\n");
	stamp("log [%b %d %H:%M:%S] done\n");
	printf("epoch %lld\n", (long long)time(nullptr));
}
