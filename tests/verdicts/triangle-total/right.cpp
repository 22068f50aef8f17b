#include <algorithm>
#include <cstdint>
#include <cstdio>

int main()
{
	const int size = 300;
	int64_t total = 0, largest = 0, squares = 0;
	for (int64_t i = 0; i < size; i++) {
		for (int64_t j = 0; j < i; j++) {
			int64_t product = i * j;
			total += product;
			if (product % 7 == 3)
				largest = std::max(largest, product);
		}
		squares += i * i;
	}
	printf("total %lld\n", (long long)total);
	printf("largest %lld\n", (long long)largest);
	printf("squares %lld\n", (long long)squares);
}
