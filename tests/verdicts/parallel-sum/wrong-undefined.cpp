// hidden: no lock: a race that is nearly always won
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

int main()
{
	const int n = 60000, threads = 4;
	long long total = 0;
	int counts[threads] = {};
	std::mutex lock;
	auto worker = [&](int index) {
		long long subtotal = 0;
		for (int i = index; i < n; i += threads)
			if (i % 3 == 0 || i % 5 == 0) {
				subtotal += (long long)i * i;
				counts[index]++;
			}
		total += subtotal;
	};
	std::vector<std::thread> pool;
	for (int k = 0; k < threads; k++)
		pool.emplace_back(worker, k);
	for (auto &t : pool)
		t.join();
	int sum = 0;
	printf("total %lld\ncounts [", total);
	for (int k = 0; k < threads; k++) {
		printf("%s%d", k ? ", " : "", counts[k]);
		sum += counts[k];
	}
	printf("] %d\n", sum);
}
