"""Writes a folder of reports and an index, then says how many bytes there are."""
import os

os.makedirs("out/days", exist_ok=True)
size = 0
for day in range(1, 13):
    lines = [f"{hour:02d}:00 {(day * 37 + hour * 11) % 29 - 5:+d}" for hour in range(0, 24, 3)]
    text = "\n".join(lines) + "\n"
    with open(f"out/days/{day:02d}.txt", "w", encoding="utf-8") as file:
        file.write(text)
    size += len(text)
with open("out/index.csv", "w", encoding="utf-8") as file:
    for day in range(1, 13):
        file.write(f"{day},days/{day:02d}.txt,{day / 3:.3f}\n")
print("bytes", size)
