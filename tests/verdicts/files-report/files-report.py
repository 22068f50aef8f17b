"""Write a table, a summary in a folder of its own, and remove a scratch file."""
import os

N = 3000


def rows():
    value = 1
    for i in range(N):
        value = value * 48271 % 2147483647
        yield i, value % 1000, value / 2147483647


total = 0
with open("table.csv", "w") as table, open("scratch.tmp", "w") as scratch:
    table.write("id,amount,share\n")
    for i, amount, share in rows():
        table.write(f"{i},{amount},{share:.6f}\n")
        scratch.write("x")
        total += amount
os.makedirs("report/2024", exist_ok=True)
with open("report/2024/summary.txt", "w") as summary:
    print("rows", N, file=summary)
    print("total", total, file=summary)
    print("mean", total / N, end="", file=summary)
size = os.path.getsize("scratch.tmp")
os.remove("scratch.tmp")
print("wrote", os.path.getsize("table.csv"), "bytes, scratch", size)
print(sorted(os.listdir("report")))
