// debug messages are shown too
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <ctime>

static void note(const char *level, const char *format, ...)
{
	auto now = std::chrono::system_clock::now();
	auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
	time_t seconds = std::chrono::system_clock::to_time_t(now);
	char text[40];
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", localtime(&seconds));
	fprintf(stderr, "%s,%03d %s mill: ", text, (int)ms, level);
	va_list args;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

int main()
{
	long flour = 0, sum = 0;
	note("INFO", "start with %d bags", 4000);
	for (int i = 0; i < 4000; i++) {
		int amount = (i * 523 + 11) % 1013 - 5;
		sum += amount;
		if (amount < 0) {
			note("WARNING", "amount %d of bag %d ignored", amount, i);
			continue;
		}
		if (amount > 990)
			note("INFO", "bag %d is heavy: %d", i, amount);
		flour += amount * 3 / 4;
	}
	printf("flour: %ld\nrest: %ld\n", flour, sum % 97);
	note("DEBUG", "never shown");
	note("ERROR", "out of bags");
}
