// The compiler is asked to write a file of many gigabytes.
char big[0x7fffffff] = {1};
char bigger[0x7fffffff] = {1};
int main()
{
	return big[5] + bigger[5];
}
