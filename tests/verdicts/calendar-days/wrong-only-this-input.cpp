// hidden: centuries divisible by 400 are not leap years after 2000, which none in the range is
#include <cstdio>
#include <string>
#include <vector>

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year == 2000);
}

static int ordinal(int year, int month, int day)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int total = day;
	for (int y = 1970; y < year; y++)
		total += is_leap(y) ? 366 : 365;
	for (int m = 1; m < month; m++)
		total += lengths[m - 1] + (m == 2 && is_leap(year));
	return total;
}

int main()
{
	std::vector<std::string> fridays;
	for (int year = 1970; year < 2110; year++)
		for (int month = 1; month <= 12; month++)
			if ((ordinal(year, month, 13) - 1) % 7 == 1) {
				char text[40];
				snprintf(text, sizeof text, "%d-%02d-13", year, month);
				fridays.push_back(text);
			}
	printf("%zu unlucky days\n", fridays.size());
	for (size_t i = 0; i < 6; i++)
		printf("%s%s", i ? " " : "", fridays[i].c_str());
	printf("\n");
	for (size_t i = fridays.size() - 6; i < fridays.size(); i++)
		printf("%s%s", i > fridays.size() - 6 ? " " : "", fridays[i].c_str());
	printf("\n%d\n", ordinal(2100, 3, 1) - ordinal(2000, 3, 1));
	printf("%04d minutes are %02d:%02d\n", 7 * 60 + 5, 7, 5);
}
