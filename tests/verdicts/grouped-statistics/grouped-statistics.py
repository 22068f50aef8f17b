"""Mean, median, deviation and quantiles of measured values."""
import math
import statistics

x = 1
values = []
for _ in range(6000):
    x = x * 16807 % 2147483647
    values.append(round(x / 2147483647 * 100, 3))

print("mean", statistics.mean(values[:1000]))
print("fsum", math.fsum(values), "sum", sum(values))
print("median", statistics.median(values), statistics.median(values[:999]))
mean = sum(values) / len(values)
deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
print(f"deviation {deviation:.12f}")
ordered = sorted(values)
print("quantiles", [ordered[len(ordered) * q // 10] for q in range(10)])
bins = {}
for v in values:
    bins[int(v) // 20 * 20] = bins.get(int(v) // 20 * 20, 0) + 1
for low in sorted(bins):
    print(f"{low:3d}-{low + 19:3d} {bins[low]:5d} {bins[low] / len(values):6.2%} {'=' * (bins[low] // 40)}")
