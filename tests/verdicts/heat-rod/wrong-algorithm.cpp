// updates in place, so a step sees values of its own
#include <algorithm>
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
	const int n = 60, steps = 1500;
	const double alpha = 0.2;
	std::vector<double> u(n, 0.0), next;
	u[0] = 100.0;
	u[n / 2] = 55.5;
	for (int k = 0; k < steps; k++) {
		next = u;
		for (int i = 1; i < n - 1; i++)
			u[i] = u[i] + alpha * (u[i - 1] - 2 * u[i] + u[i + 1]);
		next = u;
		u.swap(next);
		if (k % 300 == 0) {
			double sum = 0;
			for (double v : u)
				sum += v;
			printf("step %4d  mean %.8f  max inside %.4e\n", k, sum / n,
			       *std::max_element(u.begin() + 1, u.end() - 1));
		}
	}
	printf("%s %s %s\n", repr(u[1]).c_str(), repr(u[n / 2]).c_str(), repr(u[n - 2]).c_str());
	for (int i = 0; i < n; i += 10)
		printf("%3d %10.5f %s\n", i, u[i],
		       std::string((size_t)std::nearbyint(u[i] / 2), '*').c_str());
}
