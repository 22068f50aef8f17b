"""From the last token of code to the verdict, against doing the same by hand.

kadane answers from a recording; by hand means: g++ with the same flags, run the program,
compare its output with what the original printed. In turn, several times; medians. kadane in
three ways: with nothing kept, with the headers that an earlier job has prepared, and with the
same program as before.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 7
PACE = 100  # tokens a second
PREPARE = (100, 100, 20, 10)  # the pace of each attempt: on a busy machine it takes long
PROSE = "\n".join("Some more prose follows the code, as models like to write it." for _ in range(12))

SCRIPT = '''
import time
start = time.time()
total = 0.0
sign = 1.0
for k in range(300_000):
    total += sign / (2 * k + 1)
    sign = -sign
print("Result:", format(4 * total, ".12f"))
print("Execution Time:", time.time() - start, "seconds")
'''

ANSWER = '''#include <chrono>
#include <iomanip>
#include <iostream>
int main()
{
    const auto start = std::chrono::steady_clock::now();
    double total = 0.0, sign = 1.0;
    for (long long k = 0; k < 300000; ++k) {
        total += sign / static_cast<double>(2 * k + 1);
        sign = -sign;
    }
    std::cout << "Result: " << std::fixed << std::setprecision(12) << 4 * total << "\\n";
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    std::cout << "Execution Time: " << elapsed.count() << " seconds\\n";
}
'''

RECORDING = """A recording for the benchmark.

pace: {pace}

-- when --
for k in range(300_000):
-- answer 1 --
```cpp
{code}```
{prose}
"""


# What comes after the first verdict is not what is measured here.
SETTINGS = {"checks": {"facts": False, "sanitizers": False, "vary": False}, "builds": {"budget": 0}}
WAYS = {"nothing kept": {"enabled": False}, "headers ready": {"enabled": True},
        "built before": {"enabled": True}}


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def by_hand(folder, number):
    program = os.path.join(folder, f"hand{number}")
    source = os.path.join(folder, "hand.cpp")
    write(source, ANSWER)
    start = time.perf_counter()
    subprocess.run(["g++", "-std=c++20", "-O3", "-march=native", "-ffp-contract=off", "-o", program,
                    source], check=True)
    out = subprocess.run([program], check=True, capture_output=True).stdout
    assert out.startswith(b"Result: 3.14158")
    return time.perf_counter() - start


class Kadane:
    """kadane with settings and a cache of its own."""

    def __init__(self, program, root, name, cache):
        self.program, self.root = program, os.path.join(root, name.replace(" ", "-"))
        self.env = dict(os.environ)
        for kind in ("CACHE", "CONFIG", "STATE"):
            self.env[f"XDG_{kind}_HOME"] = os.path.join(self.root, kind.lower())
        write(os.path.join(self.root, "config/kadane/config.json"),
              json.dumps({**SETTINGS, "cache": cache}))

    def translate(self, mark, pace=PACE):
        """A program with this mark in it: seconds to the verdict, and beside the streaming."""
        folder = os.path.join(self.root, "work")
        write(os.path.join(folder, "replay/recording.txt"),
              RECORDING.format(code=ANSWER + f"// {mark}\n", prose=PROSE, pace=pace))
        script = os.path.join(folder, "bench.py")
        write(script, SCRIPT)
        start = time.perf_counter()
        done = subprocess.run([self.program, "run", "translate", script, "--replay",
                               os.path.join(folder, "replay"), "--time-budget", "0", "--json"],
                              capture_output=True, check=False, env=self.env)
        whole = time.perf_counter() - start
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        os.remove(os.path.join(folder, "bench.cpp"))
        return report["verdict_seconds"], whole - report["model_seconds"]

    def prepared(self):
        for _, _, names in os.walk(os.path.join(self.root, "cache/kadane/headers")):
            if "ready" in names:
                return True
        return False


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as root:
        ways = {name: Kadane(program, root, name, cache) for name, cache in WAYS.items()}
        hand, early, mine = [], [], {name: [] for name in ways}
        for number, pace in enumerate(PREPARE):
            if not ways["headers ready"].prepared():
                ways["headers ready"].translate(f"warm-up {number}", pace)
        ways["built before"].translate("the same")
        for number in range(ROUNDS):
            for name, kadane in ways.items():
                mark = "the same" if name == "built before" else f"number {number}"
                verdict, beside = kadane.translate(mark)
                mine[name].append(verdict)
                early.append(beside)
            hand.append(by_hand(root, number))
        floor = statistics.median(hand)
        ready = "" if ways["headers ready"].prepared() else ", which never were: a busy machine"
        for name, seconds in mine.items():
            a = statistics.median(seconds)
            pairs = statistics.median(x / y for x, y in zip(seconds, hand))
            print(f"{'last token to verdict, ' + name:44} {a * 1e3:10.1f} {floor * 1e3:10.1f} ms  "
                  f"{pairs:6.2f}x  (aim 1.10x; floor: by hand"
                  f"{ready if name == 'headers ready' else ''})")
        print(f"{'whole command less the streaming time':44} "
              f"{statistics.median(early) * 1e3:10.1f} ms"
              "            (the verdict is there before the stream has ended)")


main()
