"""Write files, then list the folder by age of name, size and suffix."""
import os

for i in range(30):
    with open(f"part-{i:02d}.{'txt' if i % 3 else 'dat'}", "w") as out:
        for k in range(i * 40):
            out.write(f"{k * k % 97}\n")

names = [n for n in os.listdir(".") if not n.endswith(".py")]
print(len(names), "files")
for name in sorted(names)[:5]:
    print(name, os.path.getsize(name))
by_size = sorted(names, key=lambda n: (-os.path.getsize(n), n))
print("largest", by_size[:3])
suffixes = {}
for name in sorted(names):
    stem, suffix = os.path.splitext(name)
    suffixes[suffix] = suffixes.get(suffix, 0) + os.path.getsize(name)
print(suffixes)
for name in names:
    if name.endswith(".dat"):
        os.remove(name)
print(sum(n.endswith(".dat") for n in os.listdir(".")), "left")
