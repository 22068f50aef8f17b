"""A command line with options, parsed from a fixed list; usage goes to stdout."""
import argparse

parser = argparse.ArgumentParser(prog="mill", add_help=False)
parser.add_argument("bags", type=int, nargs="+")
parser.add_argument("--rate", type=float, default=2.5)
parser.add_argument("-v", "--verbose", action="store_true")
options = parser.parse_args(["3", "40", "500", "--rate", "0.1", "-v"])
print(options)
total = 0.0
for k in range(100000):
    total += options.rate * (k % len(options.bags))
print(total, sum(options.bags), parser.format_usage(), end="")
