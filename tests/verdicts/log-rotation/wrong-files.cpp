// the second part begins one event late
#include <chrono>
#include <cstdio>
#include <ctime>

int main()
{
	int part = 0, written = 0;
	long long state = 7;
	FILE *file = fopen("app.0.log", "w");
	for (int event = 0; event < 40; event++) {
		auto begin = std::chrono::steady_clock::now();
		for (int i = 0; i < 1500; i++)
			state = (state * 1103515245 + 12345) % 2147483648LL;
		std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
		char stamp[40];
		time_t now = time(nullptr);
		strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", localtime(&now));
		if (event == 21) {
			fclose(file);
			part++;
			file = fopen("app.1.log", "w");
		}
		fprintf(file, "%s event=%d value=%lld took=%.4fms\n", stamp, event, state, took.count());
		written++;
	}
	fclose(file);
	printf("events %d parts %d\n", written, part + 1);
}
