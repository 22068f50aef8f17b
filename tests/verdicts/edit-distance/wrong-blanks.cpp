// a blank too many before the bracket
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

using Table = std::vector<std::vector<int>>;

static Table table(const std::string &a, const std::string &b)
{
	Table d(a.size() + 1, std::vector<int>(b.size() + 1));
	for (size_t i = 0; i <= a.size(); i++)
		for (size_t j = 0; j <= b.size(); j++) {
			if (i == 0 || j == 0)
				d[i][j] = (int)(i + j);
			else
				d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
		}
	return d;
}

static std::vector<std::string> edits(const std::string &a, const std::string &b)
{
	Table d = table(a, b);
	size_t i = a.size(), j = b.size();
	std::vector<std::string> out;
	while (i || j) {
		if (i && j && d[i][j] == d[i - 1][j - 1] + (a[i - 1] != b[j - 1])) {
			out.push_back(a[i - 1] == b[j - 1] ? "=" : std::string{a[i - 1], '>', b[j - 1]});
			i--;
			j--;
		} else if (i && d[i][j] == d[i - 1][j] + 1) {
			out.push_back(std::string{'-', a[--i]});
		} else {
			out.push_back(std::string{'+', b[--j]});
		}
	}
	std::reverse(out.begin(), out.end());
	return out;
}

int main()
{
	const std::vector<std::string> words{"kitten", "sitting", "saturday", "sunday", "flaw", "lawn",
		"intention", "execution", "a", "banana", "ananas"};
	for (size_t k = 1; k < words.size(); k++) {
		const std::string &a = words[k - 1], &b = words[k];
		std::cout << a << " -> " << b << ":  " << table(a, b).back().back() << " [";
		bool first = true;
		for (const auto &e : edits(a, b)) {
			std::cout << (first ? "" : " ") << e;
			first = false;
		}
		std::cout << "]\n";
	}
	int sum = 0;
	for (const auto &a : words)
		for (const auto &b : words)
			sum += table(a, b).back().back();
	std::cout << sum << "\n";
}
