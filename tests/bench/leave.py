"""How quickly the server answers and leaves with four jobs running, and what stays behind."""

import os
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "protocol"))
from raw import Client  # noqa: E402

ROUNDS = 5
JOBS = 4
SCRIPT = "n = {number}\nwhile True:\n    n += 1\n"
RECORDING = """A slow answer, so that the jobs are in the midst of things.

pace: 5

-- when --
while True:
-- answer 1 --
Here it comes, word by word, and it takes its time before there is any code at all in it.
"""


def children_of(parent):
    """The processes that `parent` has started: a supervisor per run."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                if int(file.read().rsplit(")", 1)[1].split()[1]) == parent:
                    found.append(int(entry))
        except OSError:
            pass
    return found


def once(kadane, folder):
    client = Client.start([kadane], sockets=True)
    client.initialize(initializationOptions={"provider": "replay", "replay": {"folder": folder}})
    for number in range(JOBS):
        path = os.path.join(folder, f"loop{number}.py")
        text = SCRIPT.format(number=number)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        uri = "file://" + path
        client.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "python", "version": 1, "text": text}})
        client.request("workspace/executeCommand", {
            "command": "kadane.translate", "arguments": [{"uri": uri, "version": 1}]})
    time.sleep(1.0)
    children = children_of(client.process.pid)
    assert children, "nothing runs"
    start = time.perf_counter()
    client.request("shutdown")
    answered = time.perf_counter() - start
    client.notify("exit")
    client.wait_exit()
    gone = time.perf_counter() - start
    while any(os.path.exists(f"/proc/{pid}") for pid in children):
        time.sleep(0.001)
    clean = time.perf_counter() - start
    client.stop()
    return answered, gone, clean


def main():
    kadane = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "slow.txt"), "w", encoding="utf-8") as file:
            file.write(RECORDING)
        runs = [once(kadane, folder) for _ in range(ROUNDS)]
    answered, gone, clean = zip(*runs)
    print(f"{'shutdown with 4 jobs: answered, median':44} {statistics.median(answered) * 1e3:10.2f} ms"
          f", gone after {statistics.median(gone) * 1e3:.1f} ms,"
          f" all it had started after {statistics.median(clean) * 1e3:.1f} ms")


main()
