"""Checks invoices; ends with the number of faulty ones as status."""
import sys

faulty = []
for number in range(1, 60000):
    if number * 7919 % 10007 == 3:
        faulty.append(number)
for number in faulty:
    print(f"invoice {number:06d} is faulty", file=sys.stderr)
print(len(faulty), "faulty,", sum(faulty) // len(faulty), "on average")
sys.exit(len(faulty))
