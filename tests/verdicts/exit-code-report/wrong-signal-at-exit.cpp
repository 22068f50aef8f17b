// aborts after the right output
#include <iostream>
#include <stdexcept>
#include <string>

static long check(int number, int amount, bool late)
{
	if (amount < -18)
		throw std::runtime_error("record " + std::to_string(number) + ": amount " +
					 std::to_string(amount) + " too low");
	if (late && number % 63 == 0)
		throw std::runtime_error("record " + std::to_string(number) + ": late");
	return amount;
}

int main()
{
	long total = 0;
	int errors = 0;
	const int records = 3000;
	for (int i = 0; i < records; i++) {
		try {
			total += check(i, (i * 37) % 101 - 20, i % 9 == 0);
		} catch (const std::runtime_error &error) {
			if (++errors <= 5)
				std::cerr << "error: " << error.what() << "\n";
		}
	}
	std::cout << records << " records, total " << total << ", " << errors << " bad\n";
	std::cout.flush();
	if (errors)
		throw std::runtime_error("bad records");
	return 0;
}
