#include <charconv>
#include <cmath>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

template <typename T> using Matrix = std::vector<std::vector<T>>;

template <typename T> Matrix<T> multiply(const Matrix<T> &a, const Matrix<T> &b)
{
	size_t n = a.size();
	Matrix<T> c(n, std::vector<T>(n));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			T sum = 0;
			for (size_t k = 0; k < n; k++)
				sum += a[i][k] * b[k][j];
			c[i][j] = sum;
		}
	return c;
}

template <typename T> Matrix<T> power(Matrix<T> m, unsigned e)
{
	size_t n = m.size();
	Matrix<T> result(n, std::vector<T>(n));
	for (size_t i = 0; i < n; i++)
		result[i][i] = 1;
	for (; e; e >>= 1) {
		if (e & 1)
			result = multiply(result, m);
		if (e > 1)
			m = multiply(m, m);
	}
	return result;
}

static std::string repr(double v)
{
	char text[40];
	std::string s(text, std::to_chars(text, text + sizeof text, v).ptr);
	return s.find_first_of(".en") == std::string::npos ? s + ".0" : s;
}

int main()
{
	const int n = 16;
	Matrix<long long> whole(n, std::vector<long long>(n));
	Matrix<double> real(n, std::vector<double>(n));
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			whole[i][j] = (i * j + i + j) % 7 - 3;
			real[i][j] = 1.0 / (i + j + 1);
		}
	auto p = power(whole, 9);
	long long trace = 0;
	for (int i = 0; i < n; i++)
		trace += p[i][i];
	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 6; j++)
			std::cout << (j ? ", " : "[") << p[i][j] << (j == 5 ? "]\n" : "");
	std::cout << "trace " << trace << "\n";
	auto r = power(real, 5);
	for (int j = 0; j < 5; j++)
		std::cout << (j ? ", " : "[") << repr(std::round(r[0][j] * 1e6) / 1e6);
	std::cout << "]\n" << repr(r[3][7]) << "\n";
	char last[80];
	snprintf(last, sizeof last, "%.3e %g\n", r[15][15], r[2][2]);
	std::cout << last;
}
