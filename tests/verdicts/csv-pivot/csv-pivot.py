"""A table of sales, pivoted by region and quarter, printed as CSV with the csv module."""
import csv
import io
import sys

rows, x = [], 17
for i in range(4000):
    x = (x * 1103515245 + 12345) % 2147483648
    rows.append(("North", "South", "East, far")[x % 3] + "|" + str(1 + x // 7 % 4) + "|" + str(x // 11 % 900 / 4))
table = {}
for row in rows:
    region, quarter, amount = row.split("|")
    cell = table.setdefault(region, [0.0] * 4)
    cell[int(quarter) - 1] += float(amount)
writer = csv.writer(sys.stdout)
writer.writerow(["region", "Q1", "Q2", "Q3", "Q4"])
for region in sorted(table):
    writer.writerow([region] + table[region])
writer.writerow(["sum"] + [f"{sum(column):.1f}" for column in zip(*table.values())])
print(len(rows), "rows")
