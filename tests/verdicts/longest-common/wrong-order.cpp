// of equally long ones the earliest is kept
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

static std::string lcs(const std::string &a, const std::string &b)
{
	std::vector<std::string> table(b.size() + 1);
	for (char x : a) {
		std::string above;
		for (size_t j = 1; j <= b.size(); j++) {
			std::string old = table[j];
			if (x == b[j - 1])
				table[j] = above + x;
			else if (table[j - 1].size() > table[j].size())
				table[j] = table[j - 1];
			above = old;
		}
	}
	return table.back();
}

static std::string times(const std::string &s, int n)
{
	return n ? s + times(s, n - 1) : "";
}

static std::string text(unsigned __int128 v)
{
	std::string s(1, (char)('0' + (int)(v % 10)));
	return v < 10 ? s : text(v / 10) + s;
}

int main()
{
	std::cout << "'" << lcs("the lazy fox runs over hills", "a fox over the hill was lazy") << "'\n";
	std::cout << lcs(times("AGGTABCXYZZY", 4), times("GXTXAYBCZY", 4)) << "\n";
	const int n = 280;
	std::vector<int> values, best(n, 1), came(n, -1), out;
	for (int i = 0; i < n; i++)
		values.push_back((i * i * 31 + 17 * i) % 211);
	for (int i = 0; i < n; i++)
		for (int j = 0; j < i; j++)
			if (values[j] < values[i] && best[j] + 1 >= best[i]) {
				best[i] = best[j] + 1;
				came[i] = j;
			}
	int at = (int)(std::max_element(best.begin(), best.end()) - best.begin());
	for (; at >= 0; at = came[at])
		out.push_back(values[at]);
	for (size_t i = out.size(); i-- > 0;)
		std::cout << (i + 1 == out.size() ? "[" : ", ") << out[i];
	std::vector<unsigned __int128> ways(451);
	ways[0] = 1;
	for (int k = 1; k <= 450; k++)
		for (int total = k; total <= 450; total++)
			ways[total] += ways[total - k];
	std::cout << "]\n";
	for (int i : {10, 100, 405, 406, 416, 450})
		std::cout << text(ways[i]) << (i == 450 ? "\n" : " ");
}
