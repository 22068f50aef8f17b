// progress goes to stderr
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

static long work(long value)
{
	for (int i = 0; i < 3000; i++)
		value = (value * 8121 + 28411) % 134456;
	return value;
}

int main()
{
	const int total = 25;
	std::vector<long> results;
	long sum = 0;
	for (int i = 0; i <= total; i++) {
		results.push_back(work(i));
		sum += results.back();
		size_t filled = (size_t)(i * 20 / total);
		fprintf(stderr, "\r[%s%s] %3d%%", std::string(filled, '#').c_str(), std::string(20 - filled, '-').c_str(),
		       100 * i / total);
		fflush(stdout);
	}
	printf("\nresults:");
	for (int i = 0; i < 6; i++)
		printf("\t%ld", results[i]);
	printf("\nbell\a and \x1b[1mbold\x1b[0m\r\n");
	printf("%ld / %ld / %ld", *std::max_element(results.begin(), results.end()),
	       *std::min_element(results.begin(), results.end()), sum);
}
