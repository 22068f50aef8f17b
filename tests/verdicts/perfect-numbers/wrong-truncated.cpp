// chains that run into themselves do not say so
#include <algorithm>
#include <charconv>
#include <cmath>
#include <iostream>
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
	const int limit = 20000;
	std::vector<int> sums(limit + 1, 1), abundant;
	sums[0] = sums[1] = 0;
	for (int d = 2; d <= limit / 2; d++)
		for (int m = 2 * d; m <= limit; m += d)
			sums[m] += d;
	std::string between = "perfect: [";
	for (int n = 2; n < limit; n++)
		if (sums[n] == n) {
			std::cout << between << n;
			between = ", ";
		}
	std::cout << "]\namicable:";
	for (int n = 2; n < limit; n++) {
		if (n < sums[n] && sums[n] <= limit && sums[sums[n]] == n)
			std::cout << " (" << n << ", " << sums[n] << ")";
		if (sums[n] > n)
			abundant.push_back(n);
	}
	int odd = *std::find_if(abundant.begin(), abundant.end(), [](int n) { return n % 2; });
	std::cout << "\nabundant: " << abundant.size() << " of " << limit << ", first odd " << odd << "\n";
	for (int n : {12, 25, 95, 220, 276, 12496}) {
		std::vector<int> out{n};
		bool loop = false;
		while (out.back() > 1 && out.back() <= limit && out.size() < 12 && !loop) {
			int next = sums[out.back()];
			loop = std::find(out.begin(), out.end(), next) != out.end();
			out.push_back(next);
		}
		for (size_t i = 0; i < out.size(); i++)
			std::cout << (i ? " -> " : "") << out[i];
		std::cout << "\n";
	}
	std::pair<double, int> best;
	for (int n = 1; n < limit; n++)
		best = std::max(best, {(double)sums[n] / n, n});
	std::cout << "densest (" << repr(best.first) << ", " << best.second << ")\n";
}
