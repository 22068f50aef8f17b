"""Write a small script, make it executable, a link to it, and an empty folder."""
import os

steps = []
for i in range(1, 40):
    n, k = i * 1234567, 0
    while n > 1:
        n = n // 2 if n % 2 == 0 else n * 3 + 1
        k += 1
    steps.append(k)

os.mkdir("bin")
os.mkdir("empty")
with open("bin/run", "w", encoding="utf-8") as script:
    script.write("#!/bin/sh\n")
    for i, k in enumerate(steps):
        script.write(f"echo {i} {k}\n")
os.chmod("bin/run", 0o755)
os.symlink("bin/run", "latest")
print("written", len(steps), "steps,", os.path.getsize("latest"), "bytes,", sum(steps))
print(sorted(n for n in os.listdir(".") if os.path.isdir(n) or os.path.islink(n)), os.readlink("latest"), oct(os.stat("bin/run").st_mode & 0o777))
total = 0
for i in range(200000):
    total ^= i * 31
print(total)
