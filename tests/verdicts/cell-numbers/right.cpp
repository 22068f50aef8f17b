#include <cstdint>
#include <iostream>

static std::uint64_t square(std::uint64_t k) { return k * k; }

static std::uint64_t fingerprint(int side)
{
	std::uint64_t total = 0;
	for (int row = 0; row < side; row++)
		for (int column = 0; column < side; column++)
			total = (total * 31 + square(row * side + column)) % 1000003;
	return total;
}

int main()
{
	constexpr int SIDE = 60;
	std::cout << "fingerprint " << fingerprint(SIDE) << "\ncorners " << square(0) << " " << square(SIDE - 1) << " "
		  << square(SIDE * (SIDE - 1)) << " " << square(SIDE * SIDE - 1) << "\n";
}
