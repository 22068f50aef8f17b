// no END is written to the file
#include <bit>
#include <cstdint>
#include <cstdio>

static void put(FILE *out, uint32_t v, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		fputc((int)(v >> (8 * i) & 255), out);
}

int main()
{
	FILE *out = fopen("data.bin", "wb");
	if (!out)
		return 1;
	fwrite("KAD\0", 1, 4, out);
	int64_t x = 9, total = 0;
	double floats = 0;
	int odd = 0;
	for (int i = 0; i < 4000; i++) {
		x = x * 16807 % 2147483647;
		int32_t amount = (int32_t)(x % 200001 - 100000);
		float share = (float)((double)x / 2147483647);
		put(out, (uint32_t)i, 2);
		put(out, (uint32_t)amount, 4);
		put(out, std::bit_cast<uint32_t>(share), 4);
		put(out, (uint32_t)(x % 256), 1);
		total += amount;
		floats += share;
		odd += x % 256 & 1;
	}
	fclose(out);
	printf("b'KAD\\x00' b'END' 11\n%lld %.6f %d\n", (long long)total, floats, odd);
	printf("feffffff %u\n", (unsigned)-2);
}
