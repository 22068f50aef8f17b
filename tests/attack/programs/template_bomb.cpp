// The compiler is asked for more templates than there is memory.
template <int N, int M> struct bomb {
	static constexpr long value = bomb<N - 1, 2 * M>::value + bomb<N - 1, 2 * M + 1>::value;
	char room[1024];
};
template <int M> struct bomb<0, M> {
	static constexpr long value = M;
};
int main()
{
	return bomb<29, 1>::value;
}
