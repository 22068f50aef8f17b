#!/usr/bin/env python3
"""Ends the main job at random moments, in every way it can be ended, and looks what is left.

    kill.py [KADANE]            50 moments; SEED=N repeats a run, MOMENTS=N makes more or fewer
    kill.py KADANE WAY SECONDS  one of them

The ways: the editor is killed (SIGKILL); the server is told to end (SIGTERM); the job is cancelled
by command; the provider is unplugged; the command line is interrupted (SIGINT, SIGTERM). Within a
second no process of ours may be alive, no file but a whole artefact left, and after a cancel or a
dead provider the server must still answer. The translation forks a child into a session of its own,
which must go too.
"""

import concurrent.futures
import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

from editor import Editor, Gone  # noqa: E402
from watch import KEY, alive, processes, read  # noqa: E402

SLOW = float(os.environ.get("KADANE_TEST_SLOW", "1"))
WAYS = ("editor", "terminate", "cancel", "unplug", "interrupt", "terminate-run")
PR_SET_CHILD_SUBREAPER = 36

SOURCE = """total = 0
for i in range(800000):
    total = (total * 31 + i) % 1000003
print(total)
"""
CODE = """#include <cstdio>
#include <unistd.h>
int main()
{
    if (fork() == 0) {
        setsid();
        sleep(100);
        _exit(0);
    }
    long long total = 0;
    for (long long i = 0; i < 8000000; i++)
        total = i < 800000 ? (total * 31 + i) % 1000003 : total;
    std::printf("%lld\\n", total);
}
"""


class Scene:
    """One job on its way, and what belongs to it."""

    def __init__(self, kadane):
        self.kadane = kadane
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="kk-"))
        for name in ("work", "home", "cache", "config/kadane", "tmp"):
            os.makedirs(self.at(name))
        for name, text in (("work/work.py", SOURCE),):
            with open(self.at(name), "w", encoding="utf-8") as file:
                file.write(text)
        self.fake = subprocess.Popen(
            [sys.executable, "-B", os.path.join(HERE, "../wire/server.py"), "--pace", "500",
             "--answer", f"Here it is:\n\n```cpp\n{CODE}```\n\nThat is all there is to say.\n"],
            stdout=subprocess.PIPE, text=True)
        port = int(self.fake.stdout.readline())
        self.fake.stdout.readline()
        self.settings = {"provider": "anthropic", "timing": {"budget": 0.1},
                         "builds": {"budget": 0}}
        with open(self.at("config/kadane/config.json"), "w", encoding="utf-8") as file:
            json.dump(self.settings, file)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "KADANE_"))}
        self.env.update(HOME=self.at("home"), TMPDIR=self.at("tmp"),
                        XDG_CACHE_HOME=self.at("cache"), XDG_CONFIG_HOME=self.at("config"),
                        XDG_STATE_HOME=self.at("state"),
                        ANTHROPIC_API_KEY=KEY, ANTHROPIC_BASE_URL=f"http://127.0.0.1:{port}")
        self.log = open(self.at("log"), "w+b")
        self.told, self.spent = [], 0.0

    def at(self, name):
        return os.path.join(self.root, name)

    # --- looking ---

    def left(self, others):
        """Processes of the job: all below us but `others`, and all that know our folder."""
        parents = {}
        for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
            try:
                parents[pid] = int(read(pid, "stat").rsplit(b")", 1)[1].split()[1])
            except OSError:
                pass
        found = {}
        for pid in parents:
            at, depth = pid, 0
            while at in parents and at != os.getpid() and depth < 100:
                at, depth = parents[at], depth + 1
            if at == os.getpid() and pid != at and pid not in others and alive(pid):
                found[pid] = "a child"
        for pid, line in processes(os.path.basename(self.root)).items():
            if pid not in others:
                found[pid] = line
        return found

    def expect_gone(self, others, since):
        others = set(others) | {self.fake.pid}
        end = since + 1.0 * SLOW
        while (left := self.left(others)) and time.monotonic() < end:
            time.sleep(0.01)
        self.spent = time.monotonic() - since
        for pid in left:
            try:
                line = read(pid, "cmdline").replace(b"\0", b" ")[:150].decode("utf-8", "replace")
            except OSError:
                continue
            self.told.append(f"a process is left: {pid} {line}")

    def expect_no_files(self):
        for name in ("tmp", "home", "cache/kadane/jobs"):
            if os.path.isdir(self.at(name)):
                for left in os.listdir(self.at(name)):
                    self.told.append(f"a file is left: {name}/{left}")
        for name in sorted(os.listdir(self.at("work"))):
            if name == "work.py":
                continue
            with open(os.path.join(self.at("work"), name), encoding="utf-8") as file:
                whole = file.read().strip() == CODE.strip()
            if name not in ("work.cpp", "work.unverified.cpp") or not whole:
                self.told.append(f"not a whole artefact: work/{name}")

    def expect_no_complaint(self):
        self.log.seek(0)
        text = self.log.read().decode("utf-8", "replace")
        if "Sanitizer" in text or "Assertion" in text or "runtime error" in text:
            self.told.append(text[-4000:])
        if KEY in text:
            self.told.append("the key is in the log")

    # --- the ways ---

    def open(self):
        editor = Editor([self.kadane], self.at("work"), self.env, self.log, self.settings)
        editor.open("work.py")
        return editor, editor.pick("work.py", "Translate to C++", 1, 1)["result"]["jobId"]

    def editor(self, seconds):
        with open(self.at("config/settings.json"), "w", encoding="utf-8") as file:
            json.dump(self.settings, file)
        editor = subprocess.Popen(
            [sys.executable, "-B", os.path.join(HERE, "editor.py"), self.kadane, self.at("work"),
             self.at("config/settings.json"), "work.py"],
            env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        if not editor.stdout.readline().startswith(b"pid "):
            raise Gone("the editor did not come up")
        time.sleep(seconds)
        editor.kill()
        since = time.monotonic()
        editor.wait()
        self.expect_gone([], since)

    def terminate(self, seconds):
        editor, _ = self.open()
        self.watch(editor, seconds)
        editor.process.send_signal(signal.SIGTERM)
        self.expect_gone([], time.monotonic())
        editor.kill()

    def cancel(self, seconds):
        editor, job = self.open()
        self.watch(editor, seconds)
        since = time.monotonic()
        editor.execute("kadane.cancel", [{"jobId": job}])
        if not editor.wait_end(job, 1.0 * SLOW):
            self.told.append("the job does not end within 1 s of its cancel")
        self.expect_gone([editor.process.pid], since)
        self.expect_no_files()
        self.still_answers(editor)

    def unplug(self, seconds):
        editor, job = self.open()
        self.watch(editor, seconds)
        self.fake.kill()
        # Asking again twice, with pauses, is part of the plan; so is a job that has all it needs.
        if not editor.wait_end(job, 20.0 * SLOW):
            self.told.append("the job does not end without its provider")
        self.expect_gone([editor.process.pid], time.monotonic())
        self.still_answers(editor)

    def interrupt(self, seconds, number=signal.SIGINT):
        command = subprocess.Popen([self.kadane, "run", "translate", "work.py", "--json"],
                                   cwd=self.at("work"), env=self.env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=self.log)
        # A signal before kadane listens ends it as it ends any program.
        time.sleep(0.1 * SLOW + seconds)
        over = command.poll() is not None
        command.send_signal(number)
        self.expect_gone([], time.monotonic())
        if command.poll() != -number and not over and command.poll() != 0:
            self.told.append(f"status {command.poll()} instead of an end by signal {number}")
        if command.poll() is None:
            command.kill()

    def terminate_run(self, seconds):
        self.interrupt(seconds, signal.SIGTERM)

    def watch(self, editor, seconds):
        """Be an editor for a while."""
        editor.pump(lambda: False, seconds)

    def still_answers(self, editor):
        if editor.running() or not editor.actions("work.py", 1, 1):
            self.told.append("the server does not offer the action any more")
        if editor.leave() != 0:
            self.told.append("the server does not leave well")

    def whole(self):
        """The job without any trouble: how long it takes."""
        begin = time.monotonic()
        editor, job = self.open()
        if not editor.wait_end(job, 60 * SLOW):
            raise Gone("the job does not end")
        spent = time.monotonic() - begin
        editor.leave()
        if not os.path.exists(self.at("work/work.cpp")):
            raise Gone("the job has no result")
        return spent

    def end(self):
        self.fake.kill()
        self.fake.wait()
        for pid in self.left({self.fake.pid}):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        self.expect_no_files()
        self.expect_no_complaint()
        self.log.close()
        shutil.rmtree(self.root, ignore_errors=True)


def one(kadane, way, seconds):
    """One moment, in a process of its own: whatever is left below it is ours."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    scene = Scene(kadane)
    try:
        if way == "whole":
            scene.spent = scene.whole()
        else:
            getattr(scene, way.replace("-", "_"))(seconds)
    except Exception as error:  # whatever it is, it is told
        scene.told.append(f"{type(error).__name__}: {error}")
    scene.end()
    print(json.dumps({"told": scene.told, "spent": scene.spent}))
    return 1 if scene.told else 0


def start(kadane, way, seconds):
    done = subprocess.run([sys.executable, __file__, kadane, way, f"{seconds:.3f}"], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        result = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        result = {"told": ["it broke: " + done.stdout[-2000:]], "spent": 0.0}
    return way, seconds, result


def main():
    kadane = os.environ.get("KADANE", os.path.join(HERE, "../../build/kadane"))
    kadane = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else kadane)
    if len(sys.argv) == 4:
        return one(kadane, sys.argv[2], float(sys.argv[3]))
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 31)))
    count = int(os.environ.get("MOMENTS", "50"))
    _, _, whole = start(kadane, "whole", 0)
    if whole["told"]:
        print("\n".join(whole["told"]) + "\n0 passed, 1 failed")
        return 1
    print(f"SEED={seed}, the whole job takes {whole['spent']:.2f} s", flush=True)
    dice = random.Random(seed)
    moments = [(WAYS[i % len(WAYS)], dice.random() * whole["spent"]) for i in range(count)]
    failed, slowest = 0, {}
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for way, seconds, result in pool.map(lambda m: start(kadane, *m), moments):
            slowest[way] = max(slowest.get(way, 0.0), result["spent"])
            if result["told"]:
                failed += 1
                print(f"FAILED {way} after {seconds:.3f} s:\n    " + "\n    ".join(result["told"]),
                      flush=True)
    print("all gone after at most: " + ", ".join(f"{way} {s:.2f} s" for way, s in slowest.items()))
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
