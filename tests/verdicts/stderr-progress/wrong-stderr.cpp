// progress ends at 90
#include <cstdint>
#include <cstdio>

int main()
{
	uint32_t total = 0;
	for (uint32_t block = 0; block < 10; block++) {
		for (uint32_t i = block * 20000; i < (block + 1) * 20000; i++)
			total ^= i * 2654435761u;
		fprintf(stderr, "\rprogress %3u%%", 100 * block / 10);
	}
	fprintf(stderr, "\n");
	printf("%08x ", total);
	for (int b = 31; b >= 0; b--)
		putchar('0' + (int)(total >> b & 1));
	putchar('\n');
}
