#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

static std::string utf8(const std::u32string &text)
{
	std::string out;
	for (char32_t c : text) {
		if (c < 0x80) {
			out += (char)c;
		} else if (c < 0x800) {
			out += (char)(0xc0 | c >> 6);
			out += (char)(0x80 | (c & 63));
		} else if (c < 0x10000) {
			out += (char)(0xe0 | c >> 12);
			out += (char)(0x80 | (c >> 6 & 63));
			out += (char)(0x80 | (c & 63));
		} else {
			out += (char)(0xf0 | c >> 18);
			out += (char)(0x80 | (c >> 12 & 63));
			out += (char)(0x80 | (c >> 6 & 63));
			out += (char)(0x80 | (c & 63));
		}
	}
	return out;
}

int main()
{
	std::vector<std::u32string> names{U"Zoë", U"Łukasz", U"Ångström", U"naïve", U"Привет", U"日本語",
		U"e\u0301clair", U"straße", U"😀 ok"};
	uint64_t total = 0;
	char32_t highest = 0;
	for (size_t i = 0; i < names.size(); i++) {
		const auto &name = names[i];
		std::u32string padded = std::u32string(name.size() < 10 ? 10 - name.size() : 0, U' ') + name;
		std::u32string reversed(name.rbegin(), name.rend());
		std::u32string initials{name.front(), name.back()};
		printf("%zu %s|%2zu|%s|%s\n", i, utf8(padded).c_str(), name.size(), utf8(reversed).c_str(),
		       utf8(initials).c_str());
		for (char32_t c : name) {
			total += c;
			highest = std::max(highest, c);
		}
	}
	printf("sum of code points %llu\n", (unsigned long long)total);
	auto sorted = names;
	std::sort(sorted.begin(), sorted.end());
	for (size_t i = 0; i < sorted.size(); i++)
		printf("%s'%s'", i ? ", " : "[", utf8(sorted[i]).c_str());
	printf("]\n");
	for (size_t i = 0; i < names.size(); i++)
		printf("%s%zu", i ? ", " : "[", utf8(names[i]).size());
	printf("]\nhighest %s 0x%x\n", utf8({highest}).c_str(), (unsigned)highest);
	uint32_t checksum = 0;
	for (size_t k = 0; k < 40000; k++) {
		const auto &name = names[k % names.size()];
		checksum = checksum * 33 + name[k % name.size()];
	}
	printf("%u\n", checksum);
}
