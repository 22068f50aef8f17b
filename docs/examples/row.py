"""Prints what `kadane run --json` reported: one line, or a table of several reports."""

import json
import sys


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def seconds(value):
    if value is None:
        return "-"
    return f"{value:.3f} s" if value >= 0.1 else f"{value * 1000:.2f} ms"


def factor(report, name):
    ratio = (report.get("speedup") or {}).get(name)
    if not ratio:
        return "-"
    return f"{ratio:,.0f}x" if ratio >= 10 else f"{ratio:.1f}x"


def line(report):
    headline = report.get("headline") or report.get("error", {}).get("text", "no verdict")
    rounds = report.get("rounds", 0)
    print(f"   {headline} ({rounds} round{'s' if rounds != 1 else ''})")


def table(reports):
    head = ("program", "answer", "rounds", "output", "Python", "C++", "whole run", "without start-up")
    rows = [head]
    for path, name, what in reports:
        report = load(path)
        rows.append((name, what, str(report.get("rounds", "-")), report.get("output", "-"),
                     seconds(report.get("source_seconds")),
                     seconds(report.get("candidate_seconds")), factor(report, "ratio"),
                     factor(report, "compute_ratio")))
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    for n, row in enumerate(rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if n == 0:
            print("  ".join("-" * width for width in widths))


if sys.argv[1] == "--line":
    line(load(sys.argv[2]))
else:
    rest = sys.argv[2:]
    table([rest[i:i + 3] for i in range(0, len(rest), 3)])
