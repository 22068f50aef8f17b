"""Times several stages and prints the times as minutes and seconds, and as a share."""
import time

begin = time.perf_counter()
marks = []
total = 0
for stage in range(4):
    start = time.perf_counter()
    for i in range(40000 * (stage + 1)):
        total = (total * 33 + i) % 999983
    marks.append(time.perf_counter() - start)
spent = time.perf_counter() - begin
for stage, mark in enumerate(marks):
    print(f"stage {stage}: {int(mark // 60)} min {mark % 60:.3f} s")
print(f"total {total}, all in {spent:.4f} seconds, {1 / spent:.2f} rounds/s")
