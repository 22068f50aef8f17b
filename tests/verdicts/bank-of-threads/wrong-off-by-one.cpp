// one thread less
#include <chrono>
#include <cmath>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

int main()
{
	auto begin = std::chrono::steady_clock::now();
	long long balance = 0;
	std::mutex lock;
	std::vector<std::thread> threads;
	for (int n = 1; n < 6; n++)
		threads.emplace_back([&, n] {
			for (int i = 0; i < 5000; i++) {
				std::lock_guard<std::mutex> guard(lock);
				balance += n * i % 17;
			}
		});
	for (auto &thread : threads)
		thread.join();
	std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
	std::cout << "balance " << balance << "\n";
	std::cout << "elapsed " << std::round(took.count() * 1000) / 1000 << " s with " << threads.size() << " threads\n";
}
