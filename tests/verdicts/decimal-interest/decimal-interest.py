"""Compound interest in decimals, rounded to the cent half even, with a running log."""
from decimal import ROUND_HALF_EVEN, Decimal

balance = Decimal("1000.00")
for year in range(1, 41):
    interest = (balance * Decimal("0.0325")).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    balance += interest
    if year % 8 == 0:
        print(f"{year:>3} {interest:>8} {balance:>10}")
print(balance.quantize(Decimal("1E+1")), balance / 3, Decimal("1.10") + Decimal("2.2"))
