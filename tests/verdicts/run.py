#!/usr/bin/env python3
"""Judge every pair of the corpus with `kadane check`, and count how often it judges right.

A pair is misjudged when a right translation is not accepted, a wrong one is accepted, or nothing
could be judged. What the shipped input hides is counted apart. See README.md beside this file.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENOUGH = 0.99  # of the right ones
LIMIT = 300  # seconds for one check, on the busiest machine
ACCEPTED = ("identical", "same-value")


def known_kinds():
    text = (HERE / "README.md").read_text(encoding="utf-8")
    return set(re.findall(r"^- `([a-z-]+)`: ", text, re.M))


class Pair:
    """One translation, and what is expected of its verdict."""

    def __init__(self, source, path):
        self.source, self.path = source, path
        self.right = path.stem.startswith("right")
        self.kind = "" if self.right else re.sub(r"-\d+$", "", path.stem[len("wrong-"):])
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        self.hidden = first.startswith("// hidden: ")
        expect = re.match(r"// expect: ([a-z-]+)", first)
        self.expect = expect.group(1) if expect else None
        self.output, self.headline = None, ""

    @property
    def name(self):
        return f"{self.path.parent.name}/{self.path.name}"

    def judge(self, kadane):
        command = [kadane, "check", "--json", "--time-budget", "0", self.source.name, self.path.name]
        try:
            run = subprocess.run(command, cwd=self.path.parent, stdin=subprocess.DEVNULL,
                                 capture_output=True, timeout=LIMIT, check=False)
            verdict = json.loads(run.stdout)
        except (subprocess.TimeoutExpired, ValueError) as error:
            self.headline = f"not judged: {error}"
            return self
        self.headline = verdict["headline"]
        if verdict["compiles"] and run.returncode in (0, 1):
            self.output = verdict["output"]
            # What agrees and is not accepted all the same: undefined behaviour, a recorded answer.
            if run.returncode == 1 and self.output in ACCEPTED:
                self.output = "refused"
        return self

    @property
    def good(self):
        """Whether kadane said what it should."""
        if self.output is None:
            return False
        if self.right:
            return self.output == (self.expect or "identical")
        if self.expect == "same-value":
            return self.output != "identical"
        return self.output not in ACCEPTED


def find_pairs(only):
    pairs, complaints, kinds = [], [], known_kinds()
    for folder in sorted(path for path in HERE.iterdir() if path.is_dir()):
        source = folder / f"{folder.name}.py"
        if not source.is_file() or not any(word in folder.name for word in only):
            continue
        found = [Pair(source, path) for path in sorted(folder.glob("*.cpp"))]
        wrong = [pair for pair in found if not pair.right]
        if len(wrong) == len(found) or len(wrong) < 2:
            complaints.append(f"{folder.name}: wants a right translation and two wrong ones")
        complaints += [f"{pair.name}: kind not in README.md"
                       for pair in wrong if pair.kind not in kinds]
        pairs += found
    return pairs, complaints


def count(pairs):
    return f"{sum(pair.good for pair in pairs)}/{len(pairs)}"


def show(pairs, missed):
    """The table of misjudged pairs, then the counts."""
    if missed:
        width = max(len(pair.name) for pair in missed)
        print("misjudged:")
        for pair in missed:
            wanted = pair.expect or ("identical" if pair.right else "different")
            print(f"  {pair.name:<{width}}  wanted {wanted}, got {pair.output}: {pair.headline}")
        print()
    right = [pair for pair in pairs if pair.right]
    hidden = [pair for pair in pairs if pair.hidden]
    wrong = [pair for pair in pairs if not pair.right and not pair.hidden]
    by_kind = {}
    for pair in wrong:
        by_kind.setdefault(pair.kind, []).append(pair)
    print("by kind: " + ", ".join(f"{kind} {count(by_kind[kind])}" for kind in sorted(by_kind)))
    print(f"right accepted {count(right)}, wrong rejected {count(wrong)}, "
          f"hidden caught {count(hidden)}")
    return (not wrong or all(pair.good for pair in wrong)) and (
        not right or sum(pair.good for pair in right) >= ENOUGH * len(right))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--only", action="append", metavar="NAME", help="folders with NAME in theirs")
    parser.add_argument("--kadane", default=os.environ.get("KADANE", "build/kadane"), metavar="PATH")
    parser.add_argument("-j", type=int, default=2, metavar="N", help="checks at a time (2)")
    parser.add_argument("--verbose", action="store_true", help="print every verdict")
    options = parser.parse_args()
    pairs, complaints = find_pairs(options.only or [""])
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if not pairs:
        sys.exit("no pairs")
    kadane = os.path.abspath(options.kadane)
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        for pair in pool.map(lambda pair: pair.judge(kadane), pairs):
            if options.verbose:
                print(f"{'good' if pair.good else 'BAD '} {pair.name}: {pair.output}: {pair.headline}",
                      flush=True)
    fine = show(pairs, [pair for pair in pairs if not pair.good and not pair.hidden])
    good = sum(pair.good for pair in pairs if not pair.hidden)
    print(f"{len({pair.source for pair in pairs})} programs, {len(pairs)} translations, "
          f"{time.monotonic() - begin:.0f} s")
    print(f"{good} passed, {sum(not pair.hidden for pair in pairs) - good} failed")
    return 0 if fine and not complaints else 1


if __name__ == "__main__":
    sys.exit(main())
