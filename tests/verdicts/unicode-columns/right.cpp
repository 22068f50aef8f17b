#include <cstdio>
#include <string>

static int length(const std::string &s)
{
	int n = 0;
	for (unsigned char c : s)
		n += (c & 0xC0) != 0x80;
	return n;
}

static void line(const char *a, const char *b)
{
	std::string s = a;
	for (int i = 0; i < 16; i++)
		s += "─";
	printf("%s%s\n", s.c_str(), b);
}

int main()
{
	struct {
		const char *name;
		int points;
	} people[] = {{"Ana", 100}, {"Ποσειδών", 31}, {"Zoë", 12}, {"Łukasz", 7}, {"中村", 5}, {"naïve", 0}};
	line("┌", "┐");
	for (auto &p : people)
		printf("│ %s%*s %4d  │\n", p.name, 8 - length(p.name), "", p.points);
	line("└", "┘");
	long long total = 0;
	for (int k = 0; k < 200000; k++)
		total = (total * 31 + k) % 1000003;
	printf("AZnŁΠ中 STRASSE %lld 7\n", total);
}
