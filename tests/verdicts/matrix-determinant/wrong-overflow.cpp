// 64-bit elements: products of minors wrap
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

using Wide = int64_t;
using Matrix = std::vector<std::vector<Wide>>;

static Wide determinant(Matrix m)
{
	size_t n = m.size();
	Wide sign = 1, previous = 1;
	for (size_t k = 0; k + 1 < n; k++) {
		if (m[k][k] == 0) {
			size_t swap = k + 1;
			while (swap < n && m[swap][k] == 0)
				swap++;
			if (swap == n)
				return 0;
			std::swap(m[k], m[swap]);
			sign = -sign;
		}
		for (size_t i = k + 1; i < n; i++)
			for (size_t j = k + 1; j < n; j++)
				m[i][j] = (int64_t)((uint64_t)m[i][j] * (uint64_t)m[k][k] - (uint64_t)m[i][k] * (uint64_t)m[k][j]) / previous;
		previous = m[k][k];
	}
	return sign * m[n - 1][n - 1];
}

static Matrix make(size_t n, uint32_t seed)
{
	Matrix m(n, std::vector<Wide>(n));
	for (auto &row : m)
		for (auto &v : row) {
			seed = seed * 69069u + 1;
			v = (int)((seed >> 20) % 41) - 20;
		}
	return m;
}

static std::string text(Wide v)
{
	std::string s;
	bool negative = v < 0;
	if (negative)
		v = -v;
	do
		s.insert(s.begin(), (char)('0' + (int)(v % 10)));
	while (v /= 10);
	return negative ? "-" + s : s;
}

int main()
{
	for (unsigned n = 1; n < 13; n++)
		printf("%u %s\n", n, text(determinant(make(n, n))).c_str());
	printf("%s %s\n", text(determinant({{0, 2}, {3, 4}})).c_str(), text(determinant({{1, 2}, {2, 4}})).c_str());
	int positive = 0;
	for (unsigned s = 0; s < 400; s++)
		positive += determinant(make(6, s)) > 0;
	printf("%d\n", positive);
}
