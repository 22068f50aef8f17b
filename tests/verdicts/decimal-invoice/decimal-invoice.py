"""An invoice in exact decimal arithmetic, rounded half to even."""
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


def lines(n):
    price = 1005
    for i in range(1, n + 1):
        price = (price * 7 + 13) % 9973
        yield i % 12 + 1, Decimal(price) / 1000


net = Decimal(0)
tax = Decimal(0)
for number, (quantity, price) in enumerate(lines(4000)):
    amount = (quantity * price).quantize(CENT, rounding=ROUND_HALF_EVEN)
    vat = (amount * Decimal("0.19")).quantize(CENT, rounding=ROUND_HALF_EVEN)
    net += amount
    tax += vat
    if number % 800 == 0:
        print(f"{number:5d} {quantity:3d} x {price:8} = {amount:>8} + {vat}")
print("net", net)
print("tax", tax)
print("gross", net + tax)
print("half", (net / 2).quantize(CENT, rounding=ROUND_HALF_EVEN))
