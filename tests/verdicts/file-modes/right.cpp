#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

int main()
{
	std::vector<int> steps;
	int sum = 0;
	for (long i = 1; i < 40; i++) {
		long n = i * 1234567;
		int k = 0;
		for (; n > 1; k++)
			n = n % 2 == 0 ? n / 2 : n * 3 + 1;
		steps.push_back(k);
		sum += k;
	}
	fs::create_directory("bin");
	fs::create_directory("empty");
	std::ofstream script("bin/run");
	script << "#!/bin/sh\n";
	for (size_t i = 0; i < steps.size(); i++)
		script << "echo " << i << " " << steps[i] << "\n";
	script.close();
	fs::permissions("bin/run", (fs::perms)0755);
	fs::create_symlink("bin/run", "latest");
	std::cout << "written " << steps.size() << " steps, " << fs::file_size("latest") << " bytes, " << sum << "\n";
	std::set<std::string> names;
	for (const auto &entry : fs::directory_iterator("."))
		if (entry.is_directory() || entry.is_symlink())
			names.insert(entry.path().filename().string());
	const char *between = "[";
	for (const auto &name : names) {
		std::cout << between << "'" << name << "'";
		between = ", ";
	}
	std::cout << "] " << fs::read_symlink("latest").string() << " 0o755\n";
	long total = 0;
	for (long i = 0; i < 200000; i++)
		total ^= i * 31;
	std::cout << total << "\n";
}
