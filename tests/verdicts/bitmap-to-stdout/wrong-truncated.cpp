// a string that ends at the first zero byte
#include <cstdio>

int main()
{
	const int width = 200, height = 160;
	printf("P4\n%d %d\n", width, height);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x += 8) {
			unsigned byte = 0;
			for (int bit = 0; bit < 8; bit++) {
				int dx = x + bit - width / 2, dy = y - height / 2;
				byte = byte << 1 | ((dx * dx * 3 + dy * dy * 5) % 8192 < 4096);
			}
			const char text[2] = {(char)byte, 0};
			fputs(text, stdout);
		}
}
