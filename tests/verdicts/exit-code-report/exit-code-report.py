"""Validate records, report the bad ones on stderr, and end with their number as status."""
import sys

RECORDS = [f"{i},{(i * 37) % 101 - 20},{'ok' if i % 9 else 'late'}" for i in range(3000)]


def check(line):
    number, amount, state = line.split(",")
    if int(amount) < -18:
        raise ValueError(f"record {number}: amount {amount} too low")
    if state == "late" and int(number) % 63 == 0:
        raise ValueError(f"record {number}: late")
    return int(amount)


def main():
    total = 0
    errors = 0
    for line in RECORDS:
        try:
            total += check(line)
        except ValueError as error:
            errors += 1
            if errors <= 5:
                print("error:", error, file=sys.stderr)
    print(f"{len(RECORDS)} records, total {total}, {errors} bad")
    return 3 if errors else 0


sys.exit(main())
