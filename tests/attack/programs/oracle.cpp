// The compiler is asked which files there are, and answers in its messages.
#if __has_include(SECRET)
#error THERE
#endif
int main()
{
}
