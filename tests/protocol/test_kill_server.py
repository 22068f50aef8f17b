"""A server that is killed (SIGKILL) at random moments, with jobs in all their phases: a second later
no process of it may be alive, and the next server clears away what it left on the disk.

Of 100 moments each is another server with four jobs: an original without end, an original that forks
and hides, a translation whose compilation never ends, a translation that forks and hides. SEED=N
repeats a run, MOMENTS=N makes more or fewer.
"""

import atexit
import collections
import contextlib
import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import checks
from checks import PATIENCE, check, main
from editor import Editor, fenced, recording
from raw import ProtocolError

MOMENTS = int(os.environ.get("MOMENTS", "100"))
WORKERS = 3
LATEST = 2.0 * PATIENCE  # seconds after the jobs were asked for; earlier on a quick machine
PR_SET_CHILD_SUBREAPER = 36

# All of them end by themselves: a hole shall not take the machine down.
ENDLESS_PY = """import time
end = time.monotonic() + 15
while time.monotonic() < end:
    pass
print("endless")
"""
TREE_PY = """import os, signal, time
end = time.monotonic() + 15
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for number in range(24):
    if os.fork():
        continue
    if number % 2:
        os.setsid()
        if os.fork():
            os._exit(0)
    while time.monotonic() < end:
        time.sleep(0.01)
        if number % 8 == 0 and os.fork():
            break
    os._exit(0)
print("tree")
time.sleep(15)
"""
# Two to the power of forty looks at the same file.
BOMB_CPP = """#if __INCLUDE_LEVEL__ < 40
#include __FILE__
#include __FILE__
#endif
int main() { return 0; }"""
TREE_CPP = """#include <csignal>
#include <cstdio>
#include <unistd.h>
int main() {
    alarm(15);
    std::signal(SIGTERM, SIG_IGN);
    for (int i = 0; i < 24; i++) {
        if (fork() != 0)
            continue;
        if (i % 2 == 1) {
            setsid();
            if (fork() != 0)
                _exit(0);
        }
        alarm(15);
        for (;;)
            pause();
    }
    for (;;)
        pause();
}"""
SCRIPTS = {"endless.py": ENDLESS_PY, "tree.py": TREE_PY, "bomb.py": "print('bomb')\n",
           "grove.py": "print('grove')\n"}
RECORDINGS = {
    "endless": recording('print("endless")', "It takes its time.\n" * 20, pace=5),
    "tree": recording('print("tree")', "It takes its time.\n" * 20, pace=5),
    "bomb": recording("print('bomb')", fenced(BOMB_CPP)),
    "grove": recording("print('grove')", fenced(TREE_CPP)),
}


def read(pid, name):
    with open(f"/proc/{pid}/{name}", encoding="utf-8", errors="replace") as file:
        return file.read()


def below():
    """What lives below us, with its command line. Orphans come to us: nothing can leave."""
    parents = {}
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        try:
            fields = read(pid, "stat").rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[pid] = (int(fields[1]), fields[0])
    found = {}
    for pid, (parent, state) in parents.items():
        while parent != os.getpid() and parent in parents:
            parent = parents[parent][0]
        if parent == os.getpid() and state not in "ZX":
            try:
                found[pid] = read(pid, "cmdline").replace("\0", " ")[:200]
            except OSError:
                pass
    return found


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


# What is looked for on command lines, to know what was killed.
PHASES = {"a compiler": "cc1plus ", "an endless original": "/job/endless.py ",
          "a tree of originals": "/job/tree.py ", "a tree of translations": "/job/candidate ",
          "a supervisor": " supervise "}


class Worker:
    """Some of the moments, one after the other, all with the same cache."""

    def __init__(self, seed, count):
        self.dice, self.count = random.Random(seed), count
        self.cache = os.path.join(checks._home, "cache")
        self.told, self.seen, self.slowest = [], collections.Counter(), 0.0
        self.latest = LATEST

    def folders(self, owners=None):
        """Folders of jobs: of these servers, or all."""
        jobs = os.path.join(self.cache, "kadane", "jobs")
        names = os.listdir(jobs) if os.path.isdir(jobs) else []
        return [name for name in names if owners is None or int(name.split("-")[0]) in owners]

    def start(self, *names):
        editor = Editor(options={"timing": {"budget": 0.1}}, recordings=RECORDINGS,
                        env={"XDG_CACHE_HOME": self.cache})
        for name in names:
            editor.open(name, SCRIPTS[name])
            editor.translate(name)
        return editor, editor.server.process.pid

    def end(self, editor):
        try:
            editor.server.stop()
        except ProtocolError:
            pass  # killed in the middle of a message
        editor.server.stderr.close()
        checks._clients.clear()
        shutil.rmtree(editor.folder, True)

    def full_swing(self):
        """Wait until the last phase is there; so long does it take here and now."""
        begun = time.monotonic()
        while time.monotonic() < begun + 8 * PATIENCE:
            if any(PHASES["a tree of translations"] in line for line in below().values()):
                break
            time.sleep(0.02)
        self.latest = min(LATEST, 1.3 * (time.monotonic() - begun))

    def moment(self, first, dead):
        names = list(SCRIPTS)
        self.dice.shuffle(names)
        editor, pid = self.start(*names)
        seconds = self.dice.uniform(0, self.latest)
        if first:
            self.full_swing()
        else:
            time.sleep(seconds)
        lived = below()
        for phase, word in PHASES.items():
            self.seen[phase] += any(word in line for line in lived.values())
        # Who makes a folder clears away what the dead have left.
        if self.folders([pid]) and (left := self.folders(dead)):
            self.told.append(f"folders of a dead server beside the next one's: {left}")
        os.kill(pid, signal.SIGKILL)
        since = time.monotonic()
        editor.server.process.wait()
        while (left := below()) and time.monotonic() < since + 1.0 * PATIENCE:
            reap()
            time.sleep(0.01)
        self.slowest = max(self.slowest, time.monotonic() - since)
        for other, line in left.items():
            self.told.append(f"after {seconds:.3f} s: {other} outlived its server: {line}")
            with contextlib.suppress(ProcessLookupError):
                os.kill(other, signal.SIGKILL)
        reap()
        self.end(editor)
        return pid

    def run(self):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        dead, left = [], 0
        for number in range(self.count):
            dead.append(self.moment(number == 0, dead))
            left = max(left, len(self.folders()))
        self.seen["folders left"] = left
        # The last one may finish, and leave as servers do.
        editor, _ = self.start("bomb.py")
        end = time.monotonic() + 20 * PATIENCE
        while not self.folders([editor.server.process.pid]) and time.monotonic() < end:
            time.sleep(0.01)
        if left := self.folders(dead):
            self.told.append(f"folders of dead servers are left: {left}")
        editor.leave()
        self.end(editor)
        if self.folders():
            self.told.append(f"folders are left after all: {self.folders()}")
        print(json.dumps({"told": self.told, "seen": self.seen, "slowest": self.slowest}))


@check
def nothing_outlives_a_killed_server():
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 31)))
    print(f"SEED={seed}", flush=True)
    counts = [MOMENTS // WORKERS + (i < MOMENTS % WORKERS) for i in range(WORKERS)]
    workers = [subprocess.Popen([sys.executable, "-B", __file__, "worker", str(seed + i), str(count)],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
               for i, count in enumerate(counts) if count]
    told, seen, slowest = [], collections.Counter(), 0.0
    for worker in workers:
        out = worker.communicate()[0]
        try:
            result = json.loads(out.splitlines()[-1])
        except (ValueError, IndexError):
            raise AssertionError("a worker broke: " + out[-2000:]) from None
        told += result["told"]
        seen.update(result["seen"])
        slowest = max(slowest, result["slowest"])
    print(f"of {MOMENTS} moments: " + ", ".join(f"{k} {n}" for k, n in sorted(seen.items())) +
          f"; all gone after at most {slowest:.2f} s", flush=True)
    assert not told, "\n    ".join(told[:20])
    # Or nothing was put to the test.
    assert seen["a supervisor"] > MOMENTS / 4, seen
    assert any(seen[phase] for phase in PHASES if phase != "a supervisor"), seen


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        atexit.register(shutil.rmtree, checks._home, True)
        Worker(int(sys.argv[2]), int(sys.argv[3])).run()
    else:
        main()
