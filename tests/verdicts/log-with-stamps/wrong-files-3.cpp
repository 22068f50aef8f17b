// the log lacks its last line
#include <chrono>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <iostream>

static long collatz(long n)
{
	long steps = 0;
	for (; n != 1; steps++)
		n = n % 2 == 0 ? n / 2 : 3 * n + 1;
	return steps;
}

int main()
{
	std::ofstream log("run.log");
	for (long block = 0; block < 6; block++) {
		auto begin = std::chrono::steady_clock::now();
		long total = 0;
		for (long n = block * 150 + 1; n <= block * 150 + 150; n++)
			total += collatz(n);
		std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
		std::time_t now = std::time(nullptr);
		if (block < 5)
			log << "[" << std::put_time(std::localtime(&now), "%H:%M:%S") << "] block " << block << ": "
		    << total << " steps, took " << std::fixed << std::setprecision(6) << took.count() << " s\n";
		std::cout << "block " << block << ": " << total << "\n";
	}
	std::cerr << "log written to run.log\n";
}
