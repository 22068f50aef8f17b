// the files that the script removes are left
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace fs = std::filesystem;

int main()
{
	for (int i = 0; i < 30; i++) {
		char name[40];
		snprintf(name, sizeof name, "part-%02d.%s", i, i % 3 ? "txt" : "dat");
		FILE *out = fopen(name, "w");
		for (int k = 0; k < i * 40; k++)
			fprintf(out, "%d\n", k * k % 97);
		fclose(out);
	}
	std::vector<std::string> names;
	for (const auto &entry : fs::directory_iterator("."))
		if (entry.path().extension() != ".py")
			names.push_back(entry.path().filename().string());
	std::sort(names.begin(), names.end());
	printf("%zu files\n", names.size());
	for (size_t i = 0; i < 5; i++)
		printf("%s %ju\n", names[i].c_str(), (uintmax_t)fs::file_size(names[i]));
	auto by_size = names;
	std::stable_sort(by_size.begin(), by_size.end(),
			 [](auto &a, auto &b) { return fs::file_size(a) > fs::file_size(b); });
	printf("largest ['%s', '%s', '%s']\n", by_size[0].c_str(), by_size[1].c_str(), by_size[2].c_str());
	std::vector<std::string> order;
	std::map<std::string, uintmax_t> sizes;
	for (const auto &name : names) {
		std::string suffix = fs::path(name).extension().string();
		if (!sizes.count(suffix))
			order.push_back(suffix);
		sizes[suffix] += fs::file_size(name);
	}
	for (size_t i = 0; i < order.size(); i++)
		printf("%s'%s': %ju", i ? ", " : "{", order[i].c_str(), sizes[order[i]]);
	for (const auto &name : names)
		if (fs::path(name).extension() == ".dat")
			(void)fs::exists(name);
	printf("}\n0 left\n");
}
