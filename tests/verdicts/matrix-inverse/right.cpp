#include <cmath>
#include <cstdio>
#include <utility>

int main()
{
	const int n = 7;
	double m[n][2 * n] = {};
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			m[i][j] = 1.0 / (i + j + 1);
			m[i][n + j] = i == j;
		}
	for (int c = 0; c < n; c++) {
		int p = c;
		for (int r = c + 1; r < n; r++)
			if (std::fabs(m[r][c]) > std::fabs(m[p][c]))
				p = r;
		std::swap(m[c], m[p]);
		double d = m[c][c];
		for (double &v : m[c])
			v /= d;
		for (int r = 0; r < n; r++) {
			double f = m[r][c];
			for (int k = 0; k < 2 * n && r != c; k++)
				m[r][k] = m[r][k] - f * m[c][k];
		}
	}
	double trace = 0;
	for (int i = 0; i < n; i++)
		trace += m[i][n + i];
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < n; j++)
			printf("%14.4f%c", m[i][n + j], j == n - 1 ? '\n' : ' ');
	printf("%.6e %.17g\n", trace, m[2][n + 5]);
}
