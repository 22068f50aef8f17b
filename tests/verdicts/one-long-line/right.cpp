#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>

int main()
{
	std::ios::sync_with_stdio(false);
	std::string text = "1";
	for (int k = 0; k < 36; k++) {
		std::string out;
		for (size_t i = 0, j; i < text.size(); i = j) {
			for (j = i; j < text.size() && text[j] == text[i]; j++)
				;
			out += std::to_string(j - i) + text[i];
		}
		text = out;
	}
	std::cout << text << ";";
	int64_t x = 1;
	for (int i = 0; i < 40000; i++) {
		x = x * 48271 % 2147483647;
		std::cout << x % 1000 << (i < 39999 ? "," : "\n");
	}
	std::cout << text.size() << " " << std::count(text.begin(), text.end(), '3') << std::endl;
}
