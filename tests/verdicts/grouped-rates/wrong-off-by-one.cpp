// one number more
#include <chrono>
#include <cstdio>
#include <string>

static std::string grouped(double value, int digits)
{
	char text[64];
	snprintf(text, sizeof(text), "%.*f", digits, value);
	std::string out = text;
	size_t point = out.find('.');
	for (long i = (long)(point == std::string::npos ? out.size() : point) - 3; i > 0; i -= 3)
		out.insert((size_t)i, ",");
	return out;
}

static long long collatz(long long limit)
{
	long long steps = 0;
	for (long long i = 1; i <= limit; i++)
		for (long long n = i; n != 1; steps++)
			n = n % 2 == 0 ? n / 2 : 3 * n + 1;
	return steps;
}

int main()
{
	auto begin = std::chrono::steady_clock::now();
	long long steps = collatz(3000);
	double spent =
		std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
	printf("%s steps for 2,999 numbers\n", grouped((double)steps, 0).c_str());
	printf("rate: %s steps/s, %s per minute\n", grouped((double)steps / spent, 0).c_str(),
	       grouped((double)steps / spent * 60, 1).c_str());
	printf("took %.3f s\n", spent);
}
