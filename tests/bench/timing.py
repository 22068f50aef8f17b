"""Whether the product's timing can be believed, counted on programs whose ratio is known.

    timing.py BUILD [--self 200] [--known 100] [--spread 8] [--budget 1.0] [--raw FILE]

1. A program against itself: whatever is called faster or slower is false.
2. Programs whose ratio is known from their number of steps: how often the interval holds it.
3. The same two programs by hyperfine and pyperf in the same run: how far each one's ratio scatters.

Each on a quiet machine, under constant load and under bursts of load, in turn. The load is made
here: processes that compute, stopped and continued for the bursts.
"""

import argparse
import collections
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading

LOADS = ("quiet", "constant load", "bursts of load")
SELF_STEPS = (2_000_000, 8_000_000, 25_000_000)  # some 2, 9 and 28 ms
KNOWN = (1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)
SPREAD = (30_000_000, 10)
FASTER, SLOWER = 1, 2  # enum stats_claim
PYPERF = "pyperf==2.10.0"


class Load:
    """Processes that compute beside what is measured; as a context, so that they always end."""

    def __init__(self, job, kind, seed):
        self.kind, self.random = kind, random.Random(seed)
        self.over = threading.Event()
        count = {"quiet": 0, "constant load": os.cpu_count(), "bursts of load": os.cpu_count() + 2}[kind]
        self.processes = [subprocess.Popen([job, "load"]) for _ in range(count)]
        self.thread = threading.Thread(target=self.bursts) if kind == LOADS[2] else None

    def signal(self, number):
        for process in self.processes:
            process.send_signal(number)

    def bursts(self):
        while not self.over.is_set():
            self.signal(signal.SIGSTOP)
            self.over.wait(self.random.uniform(0.05, 0.7))
            self.signal(signal.SIGCONT)
            self.over.wait(self.random.uniform(0.05, 0.4))

    def __enter__(self):
        if self.thread:
            self.thread.start()

    def __exit__(self, *_):
        self.over.set()
        if self.thread:
            self.thread.join()
        for process in self.processes:
            process.kill()
            process.wait()


class Bench:
    def __init__(self, build, budget, raw):
        folder = os.path.join(os.path.abspath(build), "bench")
        os.makedirs(folder, exist_ok=True)
        self.folder, self.budget, self.raw = folder, budget, raw
        self.tool = os.path.join(folder, "timing")
        self.job = os.path.join(folder, "timing_job")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "timing_job.c")
        subprocess.run(["gcc", "-std=c11", "-O2", "-D_GNU_SOURCE", "-o", self.job, source], check=True)
        jail = os.path.join(folder, "kadane-jail")
        if not os.path.exists(jail):
            os.symlink("../kadane-jail", jail)

    def ours(self, a, b, seed, load, what):
        done = subprocess.run([self.tool, self.job, str(a), str(b), str(self.budget), str(seed)],
                              stdout=subprocess.PIPE, check=True)
        result = json.loads(done.stdout)
        result.update(a=a, b=b, load=load, what=what)
        if self.raw:
            print(json.dumps(result), file=self.raw, flush=True)
        return result

    def in_turn(self, count, work):
        """Call work(number, load) so often, in blocks of one kind of load after the other."""
        block = max(1, min(10, count // 9))
        for start in range(0, count, block):
            load = LOADS[start // block % 3]
            with Load(self.job, load, start):
                for number in range(start, min(start + block, count)):
                    work(number, load)


def percent(part, whole):
    return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else "-"


def of_itself(bench, count):
    false, busy, total, widths = collections.Counter(), collections.Counter(), collections.Counter(), []

    def work(number, load):
        steps = SELF_STEPS[number % len(SELF_STEPS)]
        result = bench.ours(steps, steps, number + 1, load, "self")
        total[load] += 1
        busy[load] += result["busy"]
        widths.append(result["whole"][2] / result["whole"][1])
        if result["claim"] in (FASTER, SLOWER):
            false[load] += 1
            print(f"    false: {result['words']} ({result['whole']}, {steps} steps, {load})")

    bench.in_turn(count, work)
    print(f"a program against itself, {count} times: {sum(false.values())} false claims (aim 0); "
          f"high/low of the interval: median {statistics.median(widths):.3f}")
    for load in LOADS:
        print(f"    {load:16} {percent(false[load], total[load]):14} false, "
              f"{percent(busy[load], total[load])} said to be on a busy machine", flush=True)


def holds(interval, truth):
    return interval[1] <= truth <= interval[2]


def start_of(result):
    return statistics.median(cpu for side in ("a_idle", "b_idle") for _, cpu in result["runs"][side])


def known(bench, count):
    results = []
    bench.in_turn(count, lambda number, load: results.append(known_one(bench, number, load)))
    quiet = [r for r in results if r["load"] == LOADS[0]] or results
    step = statistics.median((cpu - start_of(r)) / r["a"] for r in quiet for _, cpu in r["runs"]["a"])
    whole, whole_of, compute, compute_of = (collections.Counter() for _ in range(4))
    for r in results:
        load, ratio, start = r["load"], r["a"] / r["b"], start_of(r) / step  # start-up, in steps
        if r["whole"][1] > 0:
            whole_of[load] += 1
            whole[load] += holds(r["whole"], (start + r["a"]) / (start + r["b"]))
        if r["compute"][1] > 0:
            compute_of[load] += 1
            compute[load] += holds(r["compute"], ratio) if r["known"] else r["compute"][1] <= ratio
    print(f"a known ratio from {KNOWN[0]}x to {KNOWN[-1]:,}x, {count} times: the interval holds it (aim 95 %)")
    print(f"    {'':16} {'whole run':16} without start-up")
    for load in LOADS:
        print(f"    {load:16} {percent(whole[load], whole_of[load]):16} {percent(compute[load], compute_of[load])}")
    print(f"    {'all':16} {percent(sum(whole.values()), sum(whole_of.values())):16} "
          f"{percent(sum(compute.values()), sum(compute_of.values()))}", flush=True)


def known_one(bench, number, load):
    ratio = KNOWN[number * 5 % len(KNOWN)]
    a = 20_000_000 if ratio <= 10 else 60_000_000 if ratio <= 100 else 200_000_000
    return bench.ours(a, round(a / ratio), number + 1, load, "known")


def venv(folder):
    """A Python that has pyperf, or None."""
    python = os.path.join(folder, "venv", "bin", "python")
    if not os.path.exists(python):
        made = subprocess.run([sys.executable, "-m", "venv", os.path.join(folder, "venv")], check=False)
        if made.returncode != 0:
            return None
    if subprocess.run([python, "-c", "import pyperf"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return python
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYPERF], check=False)
    found = subprocess.run([python, "-c", "import pyperf"], stderr=subprocess.DEVNULL, check=False)
    return python if found.returncode == 0 else None


def by_hyperfine(bench, a, b):
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["hyperfine", "-N", "-w", "1", "-r", "20", "--export-json", out.name,
                        f"{bench.job} {a}", f"{bench.job} {b}"], check=True, capture_output=True)
        means = [r["mean"] for r in json.load(out)["results"]]
    return means[0] / means[1]


def by_pyperf(bench, python, a, b):
    means = []
    for steps in (a, b):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out.json")
            subprocess.run([python, "-m", "pyperf", "command", "--quiet", "-p", "10", "-n", "2", "-w", "1",
                            "-l", "1", "-o", out, "--", bench.job, str(steps)], check=True, capture_output=True)
            with open(out, encoding="utf-8") as file:
                runs = json.load(file)["benchmarks"][0]["runs"]
        means.append(statistics.mean(v for run in runs for v in run.get("values", ())))
    return means[0] / means[1]


def spread(bench, count):
    a, ratio = SPREAD
    b = a // ratio
    python = venv(bench.folder)
    tools = {"kadane": lambda n, load: bench.ours(a, b, n + 1, load, "spread")["whole"][0]}
    if subprocess.run(["sh", "-c", "command -v hyperfine"], stdout=subprocess.DEVNULL, check=False).returncode == 0:
        tools["hyperfine"] = lambda n, load: by_hyperfine(bench, a, b)
    if python:
        tools["pyperf"] = lambda n, load: by_pyperf(bench, python, a, b)
    for missing in {"hyperfine", "pyperf"} - set(tools):
        print(f"    {missing} is not there and could not be installed: not compared")
    print(f"the same {ratio}x by each tool, {count} times each: spread of its ratio, cv % (max/min)")
    print(f"    {'':16} " + " ".join(f"{name:>16}" for name in tools))
    for load in LOADS:
        ratios = {name: [] for name in tools}
        with Load(bench.job, load, 1):
            for number in range(count):
                for name in random.Random(number).sample(sorted(tools), len(tools)):
                    ratios[name].append(tools[name](number, load))
        cells = [f"{100 * statistics.stdev(r) / statistics.mean(r):8.1f} ({max(r) / min(r):.2f})" for r in ratios.values()]
        print(f"    {load:16} " + " ".join(f"{cell:>16}" for cell in cells), flush=True)


def main():
    # So that the load ends with the bench, however that is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--self", type=int, default=200, dest="itself")
    parser.add_argument("--known", type=int, default=100)
    parser.add_argument("--spread", type=int, default=8)
    parser.add_argument("--budget", type=float, default=0.8, help="seconds for each comparison")
    parser.add_argument("--raw", type=argparse.FileType("a"), help="append every run as JSON")
    options = parser.parse_args()
    bench = Bench(options.build, options.budget, options.raw)
    if options.itself:
        of_itself(bench, options.itself)
    if options.known:
        known(bench, options.known)
    if options.spread > 1:
        spread(bench, options.spread)


main()
