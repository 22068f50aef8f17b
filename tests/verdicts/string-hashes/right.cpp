#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

static uint64_t fnv1a(const std::string &data)
{
	uint64_t h = 0xCBF29CE484222325ULL;
	for (unsigned char b : data)
		h = (h ^ b) * 0x100000001B3ULL;
	return h;
}

static uint32_t adler(const std::string &data)
{
	uint32_t a = 1, b = 0;
	for (unsigned char c : data) {
		a = (a + c) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

static uint32_t crc32(const std::string &data)
{
	uint32_t crc = 0xFFFFFFFF;
	for (unsigned char c : data) {
		crc ^= c;
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

static uint64_t polynomial(const std::string &data)
{
	const uint64_t modulus = (1ULL << 61) - 1;
	unsigned __int128 h = 0;
	for (unsigned char c : data)
		h = (h * 257 + c) % modulus;
	return (uint64_t)h;
}

int main()
{
	std::string bytes, many;
	for (int i = 0; i < 256; i++)
		bytes += (char)i;
	for (int i = 0; i < 900; i++)
		many += "kadane ";
	for (const std::string &data : std::vector<std::string>{"", "a", "gr\u00f6\u00dfe", bytes, many})
		printf("%zu %016llx %08x %08x %llu\n", data.size(), (unsigned long long)fnv1a(data),
		       adler(data), crc32(data), (unsigned long long)polynomial(data));
}
