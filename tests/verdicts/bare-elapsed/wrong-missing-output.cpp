// the time is not printed
#include <chrono>
#include <cstdio>
#include <string>

int main()
{
	auto start = std::chrono::steady_clock::now();
	long total = 0;
	for (long i = 0; i < 150000; i++)
		total += i * i % 13;
	size_t length = 0;
	for (int i = 0; i < 2000; i++)
		length += (size_t)(i % 5 + 1);
	printf("%ld\n%zu %s\n", total, length, std::string(777 % 5 + 1, (char)('a' + 777 % 26)).c_str());
	std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
	(void)took;
}
