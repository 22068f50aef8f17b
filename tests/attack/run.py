#!/usr/bin/env python3
"""
Attacks on the sandbox, each with a benign twin, in both tiers. Judged from outside: what leaked,
what changed, what still runs. An attack that did not even start counts as failed, and so does
everything on a machine where no sandbox works: no attack is ever skipped.

KADANE is the program (build/kadane when unset). As root, everything is run a second time as an
ordinary user. Several run side by side, each worker with a world and, as root, an ordinary user
of its own; what needs the machine to itself comes after. `run.py WORD…` runs what has every WORD
in its title; VERBOSE=1 shows each; JOBS=N runs N side by side.
"""

import concurrent.futures
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import attacks_compiler
import attacks_left
import attacks_limits
import attacks_network
import attacks_processes
import attacks_reading
import attacks_writing
import limits
import masks
import twins
from world import HERE, KADANE, Failed, Skipped, World

NOBODY = 65534
MODULES = (attacks_limits, attacks_compiler, attacks_left, twins, attacks_network, attacks_processes,
           attacks_reading, attacks_writing, limits, masks)
WRONG = (Failed, OSError, LookupError, ValueError, subprocess.SubprocessError)


def collect():
    """Every test as (title, function), in the order in which they are begun."""
    tests = [(name.replace("_", " ", 1), run) for module in MODULES
             for name, run in vars(module).items()
             if name.startswith(("attack_", "twin_")) and run.__module__ == module.__name__]
    tests += [(f"twin {name}", twins.twin_of(source, only))
              for name, only, source in twins.PYTHON_TWINS]
    users = ["root", "user"] if os.getuid() == 0 else ["user"]
    return {f"{name} ({tier}, {user})": (run, tier, user) for name, run in tests
            for tier in getattr(run, "tiers", ("full", "restricted")) for user in users}


TESTS = collect()


def prepare(base):
    """Copies of the programs where an ordinary user can read them, built where need be."""
    programs = base / "programs"
    shutil.copytree(HERE / "programs", programs)
    for name, text in twins.SOURCES.items():
        (programs / name).write_text(text)
    for source in programs.glob("*.c"):
        if source.stem != "twin":
            subprocess.run(["cc", "-O1", "-w", "-o", source.with_suffix(""), source], check=True)
    for path in programs.iterdir():
        path.chmod(0o755)
    return programs


class Worker:
    """Runs tests one after another, in worlds of its own."""

    def __init__(self, top, number):
        self.top, self.number, self.worlds = top, number, {}

    def world(self, user):
        if user not in self.worlds:
            uid = os.getuid()
            if uid == 0 and user != "root":
                # Limits on processes count all of a user's: no two workers share one.
                uid = NOBODY - self.number
            base = self.top / f"{user}{self.number}"
            base.mkdir()
            base.chmod(0o755)
            self.worlds[user] = World(base, uid)
            self.worlds[user].programs = self.top / "programs"
        return self.worlds[user]

    def run(self, title):
        run, tier, user = TESTS[title]
        world = self.world(user)
        world.reset()
        begun = time.monotonic()
        how, why = "passed", ""
        try:
            run(world, tier)
            world.check_gone()
            world.check_untouched()
        except Skipped as reason:
            how, why = "skipped", str(reason)
        except WRONG as reason:
            how, why = "failed", str(reason)
        return title, how, why, time.monotonic() - begun


class Tally:
    def __init__(self):
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}

    def add(self, title, how, why, seconds):
        self.counts[how] += 1
        if how == "failed":
            print(f"FAILED {title}: {why}", flush=True)
        if how == "skipped":
            print(f"skipped {title}: {why}", flush=True)
        if os.environ.get("VERBOSE"):
            print(f"{seconds:6.2f} s  {title}", flush=True)

    def end(self):
        passed, failed, skipped = self.counts.values()
        print(f"{passed} passed, {failed} failed" + f", {skipped} skipped" * bool(skipped))
        return failed != 0 or passed == 0


def begin_worker(top, numbers):
    global worker
    with numbers.get_lock():
        numbers.value += 1
        worker = Worker(top, numbers.value)


def run_in_worker(title):
    return worker.run(title)


def reachable():
    """Whether an ordinary user can run the program at all."""
    try:
        done = subprocess.run([KADANE, "--version"], user=NOBODY, group=NOBODY, extra_groups=[],
                              capture_output=True, check=False, env={"HOME": "/nonexistent"})
    except OSError:
        return False
    return done.returncode == 0


def again_elsewhere(top):
    """The same, with the program copied to where an ordinary user can reach it."""
    folder = top / "bin"
    folder.mkdir()
    for name in (KADANE, pathlib.Path(KADANE).with_name("kadane-jail")):
        shutil.copy(name, folder)
    env = os.environ | {"KADANE": str(folder / pathlib.Path(KADANE).name)}
    return subprocess.run([sys.executable, __file__, *sys.argv[1:]], env=env, check=False).returncode


def main():
    tally = Tally()
    chosen = [title for title in TESTS if all(word in title for word in sys.argv[1:])]
    alone = [title for title in chosen if getattr(TESTS[title][0], "alone", False)]
    jobs = int(os.environ.get("JOBS") or min(6, 2 + (os.cpu_count() or 1)))
    with tempfile.TemporaryDirectory(prefix="kadane-attack-") as folder:
        top = pathlib.Path(folder)
        top.chmod(0o755)
        if os.getuid() == 0 and not reachable() and str(KADANE).find("kadane-attack-") < 0:
            return again_elsewhere(top)
        prepare(top)
        fork = multiprocessing.get_context("fork")
        with concurrent.futures.ProcessPoolExecutor(
                jobs, fork, begin_worker, (top, fork.Value("i", 0))) as pool:
            begun = [pool.submit(run_in_worker, title) for title in chosen if title not in alone]
            for future in concurrent.futures.as_completed(begun):
                tally.add(*future.result())
        last = Worker(top, 0)
        for title in alone:
            tally.add(*last.run(title))
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
