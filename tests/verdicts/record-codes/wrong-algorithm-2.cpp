// expect: same-value: versions are printed as numbers
#include <algorithm>
#include <iostream>
#include <set>
#include <string>
#include <vector>

static int check_digit(const std::string &code)
{
	int total = 0;
	for (size_t i = 0; i < code.size(); i++)
		total += (code[i] - '0') * (i % 2 ? 3 : 1);
	return (10 - total % 10) % 10;
}

int main()
{
	std::set<std::string> good;
	int valid = 0;
	long long x = 5;
	for (int i = 0; i < 20000; i++) {
		x = (x * 4096 + 150889) % 714025;
		std::string code = std::to_string(x % 100000);
		code.insert(0, 5 - code.size(), '0');
		if (check_digit(code.substr(0, 4)) == code[4] - '0') {
			valid++;
			good.insert(code);
		}
	}
	std::cout << valid << " valid\n";
	auto at = good.begin();
	for (int i = 0; i < 6; i++, ++at)
		std::cout << *at << " " << std::string(at->rbegin(), at->rend()) << "\n";
	std::vector<std::string> versions{"1.10", "1.9", "1.2", "1.20"};
	std::sort(versions.begin(), versions.end());
	std::cout << "versions";
	for (const auto &v : versions)
		std::cout << " " << std::stod(v);
	std::cout << "\nnewest 1.20\nchange +7 -3 +0\nphone 0049 0228 1, account 000012\n";
}
