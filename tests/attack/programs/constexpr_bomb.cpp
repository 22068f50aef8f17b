// The compiler is asked to compute, and to keep what it computed.
struct list {
	long at[1 << 20];
};
constexpr long work(long n)
{
	long sum = 0;
	for (long i = 0; i < 1000000000; i++)
		sum += i * n;
	return sum;
}
constexpr list fill()
{
	list made{};
	for (long i = 0; i < 1 << 20; i++)
		made.at[i] = work(i);
	return made;
}
constexpr list made = fill();
int main()
{
	return (int)made.at[5];
}
