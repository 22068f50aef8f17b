"""Parse quoted lines, skip the broken ones, add up by region."""
import csv
import io

LINES = ["region,product,amount"]
for i in range(2500):
    region = ("north", "south", '"far, east"', "west")[i * 7 % 4 if i % 3 else i % 4]
    amount = f"{(i * 37) % 500 / 4:.2f}" if i % 211 else "n/a"
    LINES.append(f'{region},"item ""{i % 9}""",{amount}')

totals = {}
broken = []
rows = csv.DictReader(io.StringIO("\n".join(LINES)))
for number, row in enumerate(rows, 2):
    try:
        amount = float(row["amount"])
    except ValueError as error:
        broken.append((number, str(error)))
        continue
    key = row["region"], row["product"]
    count, total = totals.get(key, (0, 0.0))
    totals[key] = count + 1, total + amount

for (region, product), (count, total) in sorted(totals.items())[:9]:
    print(f"{region:10} {product:10} {count:4} {total:10.2f}")
print(len(totals), "groups,", len(broken), "broken:", broken[:2])
print("grand total", sum(total for _, total in totals.values()))
