#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

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
	const int n = 3000;
	FILE *table = fopen("table.csv", "w"), *scratch = fopen("scratch.tmp", "w");
	if (!table || !scratch)
		return 1;
	int64_t value = 1, total = 0;
	fprintf(table, "id,amount,share\n");
	for (int i = 0; i < n; i++) {
		value = value * 48271 % 2147483647;
		fprintf(table, "%d,%d,%.6f\n", i, (int)(value % 1000), (double)value / 2147483647);
		fputc('x', scratch);
		total += value % 1000;
	}
	fclose(table);
	fclose(scratch);
	std::filesystem::create_directories("report/2024");
	FILE *summary = fopen("report/2024/summary.txt", "w");
	fprintf(summary, "rows %d\ntotal %lld\nmean %s", n, (long long)total,
		repr((double)total / n).c_str());
	fclose(summary);
	auto size = std::filesystem::file_size("scratch.tmp");
	std::filesystem::remove("scratch.tmp");
	printf("wrote %ju bytes, scratch %ju\n", (uintmax_t)std::filesystem::file_size("table.csv"),
	       (uintmax_t)size);
	printf("['2024']\n");
}
