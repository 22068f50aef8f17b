// A mistake that is said to be in the secret: GCC prints the line it believes to be wrong.
#line 1 SECRET
int main()
{
	return undeclared;
}
