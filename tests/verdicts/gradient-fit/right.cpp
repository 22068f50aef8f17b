#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

// As repr() of Python: the shortest digits that read back, in its choice of notation.
static std::string repr(double v)
{
	if (std::isnan(v))
		return "nan";
	if (std::isinf(v))
		return v < 0 ? "-inf" : "inf";
	char text[64];
	char *end = std::to_chars(text, text + sizeof text, v, std::chars_format::scientific).ptr;
	std::string s(text, end);
	int exponent = std::stoi(s.substr(s.find('e') + 1));
	if (exponent < -4 || exponent >= 16)
		return s;
	end = std::to_chars(text, text + sizeof text, v, std::chars_format::fixed).ptr;
	s.assign(text, end);
	return s.find('.') == std::string::npos ? s + ".0" : s;
}

int main()
{
	const int n = 200;
	std::vector<double> xs, ys;
	double chaos = 0.37;
	for (int i = 0; i < n; i++) {
		chaos = 3.9 * chaos * (1.0 - chaos);
		xs.push_back((double)i / n);
		ys.push_back(2.5 * i / n - 1.25 + (chaos - 0.5) * 0.2);
	}
	double a = 0, b = 0;
	for (int epoch = 0; epoch < 300; epoch++) {
		double ga = 0, gb = 0;
		for (int i = 0; i < n; i++) {
			double error = a * xs[i] + b - ys[i];
			ga += error * xs[i];
			gb += error;
		}
		a -= 0.5 * ga / n;
		b -= 0.5 * gb / n;
		if (epoch % 60 == 0)
			printf("%4d a=%.6f b=%.6f\n", epoch, a, b);
	}
	printf("descent: %s %s\n", repr(a).c_str(), repr(b).c_str());
	double sx = 0, sy = 0, sxx = 0, sxy = 0, squares = 0;
	for (int i = 0; i < n; i++) {
		sx += xs[i];
		sy += ys[i];
		sxx += xs[i] * xs[i];
		sxy += xs[i] * ys[i];
	}
	double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
	double shift = (sy - slope * sx) / n;
	for (int i = 0; i < n; i++) {
		double error = slope * xs[i] + shift - ys[i];
		squares += error * error;
	}
	printf("exact: %s %s rmse %.3g\n", repr(slope).c_str(), repr(shift).c_str(), std::sqrt(squares / n));
}
