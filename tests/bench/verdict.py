"""From the last token of code to the verdict, against doing the same by hand.

kadane answers from a recording; by hand means: g++ with the same flags, run the program,
compare its output with what the original printed. Both in turn, several times; medians.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 7
PROSE = "\n".join("Some more prose follows the code, as models like to write it." for _ in range(12))

SCRIPT = '''
import time
start = time.time()
total = 0.0
sign = 1.0
for k in range(3_000_000):
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
    for (long long k = 0; k < 3000000; ++k) {
        total += sign / static_cast<double>(2 * k + 1);
        sign = -sign;
    }
    std::cout << "Result: " << std::fixed << std::setprecision(12) << 4 * total << "\\n";
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    std::cout << "Execution Time: " << elapsed.count() << " seconds\\n";
}
'''

RECORDING = """A recording for the benchmark.

pace: 100

-- when --
for k in range(3_000_000):
-- answer 1 --
```cpp
{code}```
{prose}
"""


def by_hand(folder, number):
    program = os.path.join(folder, f"hand{number}")
    source = os.path.join(folder, "hand.cpp")
    with open(source, "w", encoding="utf-8") as file:
        file.write(ANSWER)
    start = time.perf_counter()
    subprocess.run(["g++", "-std=c++20", "-O3", "-march=native", "-ffp-contract=off", "-o", program,
                    source], check=True)
    out = subprocess.run([program], check=True, capture_output=True).stdout
    assert out.startswith(b"Result: 3.14159")
    return time.perf_counter() - start


def by_kadane(kadane, folder, number):
    script = os.path.join(folder, f"bench{number}.py")
    with open(script, "w", encoding="utf-8") as file:
        file.write(SCRIPT)
    start = time.perf_counter()
    done = subprocess.run([kadane, "run", "translate", script, "--replay", folder, "--time-budget", "0",
                           "--json"], capture_output=True, check=False)
    whole = time.perf_counter() - start
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    return report["verdict_seconds"], report["model_seconds"], whole


def main():
    kadane = os.path.abspath(sys.argv[1])
    hand, mine, early = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "recording.txt"), "w", encoding="utf-8") as file:
            file.write(RECORDING.format(code=ANSWER, prose=PROSE))
        for number in range(ROUNDS):
            verdict, model, whole = by_kadane(kadane, folder, number)
            hand.append(by_hand(folder, number))
            mine.append(verdict)
            early.append(whole - model)
    a, b = statistics.median(mine), statistics.median(hand)
    print(f"{'last token of code to verdict, median':44} {a * 1e3:10.1f} {b * 1e3:10.1f} ms  "
          f"{a / b:6.2f}x  (accepted 1.30x; floor: by hand)")
    print(f"{'whole command less the streaming time':44} {statistics.median(early) * 1e3:10.1f} ms"
          "            (the verdict is there before the stream has ended)")


main()
