// the date is written in another form
#include <chrono>
#include <cstdio>
#include <ctime>

int main()
{
	auto begin = std::chrono::steady_clock::now();
	time_t now = time(nullptr);
	char text[80];
	strftime(text, sizeof text, "Report of %d %b %Y\ngenerated %Y-%m-%d at %H:%M:%S", localtime(&now));
	puts(text);
	const char *names[] = {"bolt", "nut", "screw", "washer", "pin"};
	int stock[5], sold = 0;
	for (int i = 0; i < 5; i++)
		stock[i] = (i * 37 + 11) % 50;
	for (int day = 0; day < 40000; day++) {
		int &left = stock[day % 5];
		if (left > day % 7) {
			left -= day % 3;
			sold += day % 3;
		} else {
			left += 25;
		}
	}
	for (int i = 0; i < 5; i++)
		printf("%-10s%4d left\n", names[i], stock[i]);
	printf("sold %d\n", sold);
	std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
	printf("done in %.3fs\n", took.count());
}
