// one number in one report is another
#include <cstdio>
#include <filesystem>

int main()
{
	std::filesystem::create_directories("out/days");
	int size = 0;
	for (int day = 1; day <= 12; day++) {
		char name[40];
		snprintf(name, sizeof name, "out/days/%02d.txt", day);
		FILE *file = fopen(name, "w");
		for (int hour = 0; hour < 24; hour += 3)
			size += fprintf(file, "%02d:00 %+d\n", hour, (day * 37 + hour * 11) % 29 - 5 + (day == 7 && hour == 9));
		fclose(file);
	}
	FILE *index = fopen("out/index.csv", "w");
	for (int day = 1; day <= 12; day++)
		fprintf(index, "%d,days/%02d.txt,%.3f\n", day, day, day / 3.0);
	fclose(index);
	printf("bytes %d\n", size);
}
