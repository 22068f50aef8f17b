"""A report headed by the date and time it is made."""
import datetime
import time

begin = time.time()
print("Report of", datetime.date.today().isoformat())
print(datetime.datetime.now().strftime("generated %Y-%m-%d at %H:%M:%S"))

stock = {name: (i * 37 + 11) % 50 for i, name in enumerate("bolt nut screw washer pin".split())}
sold = 0
for day in range(40000):
    name = list(stock)[day % 5]
    if stock[name] > day % 7:
        stock[name] -= day % 3
        sold += day % 3
    else:
        stock[name] += 25
for name, left in stock.items():
    print(f"{name:10s}{left:4d} left")
print("sold", sold)
print(f"done in {time.time() - begin:.3f}s")
