#!/usr/bin/env python3
"""
Attacks on the sandbox, each with a benign twin, in both tiers. Judged from outside: what leaked,
what changed, what still runs. An attack that did not even start counts as failed, and so does
everything on a machine where no sandbox works: nothing here is ever skipped.

KADANE is the program (build/kadane when unset). As root, everything is run a second time as an
ordinary user. `run.py WORD…` runs what has every WORD in its title; VERBOSE=1 shows each.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import attacks
import twins
from world import HERE, KADANE, Failed, World

NOBODY = 65534


def prepare(base):
    """Copies of the programs where an ordinary user can read them, built where need be."""
    programs = base / "programs"
    shutil.copytree(HERE / "programs", programs)
    for name, text in twins.SOURCES.items():
        (programs / name).write_text(text)
    for source in programs.glob("*.c"):
        subprocess.run(["cc", "-O1", "-w", "-o", source.with_suffix(""), source], check=True)
    for path in programs.iterdir():
        path.chmod(0o755)
    return programs


def reachable(uid):
    """Whether that user can run the program at all."""
    done = subprocess.run([KADANE, "--version"], user=uid, group=uid, extra_groups=[],
                          capture_output=True, check=False, env={"HOME": "/nonexistent"})
    return done.returncode == 0


def main():
    words = sys.argv[1:]
    tests = [(name.replace("_", " ", 1), twins.BOTH, run)
             for module in (attacks, twins) for name, run in vars(module).items()
             if name.startswith(("attack_", "twin_")) and name != "twin_python"]
    tests += [(f"twin {name}", tiers, twins.twin_python(source))
              for name, tiers, source in twins.PYTHON_TWINS]
    users = [os.getuid()]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="kadane-attack-") as folder:
        top = pathlib.Path(folder)
        top.chmod(0o755)
        programs = prepare(top)
        if os.getuid() == 0:
            try:
                if reachable(NOBODY):
                    users.append(NOBODY)
            except OSError:
                pass
            if len(users) == 1:
                print(f"as root only: an ordinary user cannot reach {KADANE}")
        for uid in users:
            base = top / f"user{uid}"
            base.mkdir()
            base.chmod(0o755)
            world = World(base, uid)
            world.programs = programs
            for name, tiers, run in tests:
                for tier in tiers:
                    title = f"{name} ({tier}, {'root' if uid == 0 else 'user'})"
                    if any(word not in title for word in words):
                        continue
                    begun = time.monotonic()
                    world.reset()
                    try:
                        run(world, tier)
                        world.check_gone()
                        world.check_untouched()
                        passed += 1
                    except (Failed, OSError, KeyError, ValueError, subprocess.SubprocessError) as why:
                        failed += 1
                        print(f"FAILED {title}: {why}", flush=True)
                    if os.environ.get("VERBOSE"):
                        print(f"{time.monotonic() - begun:6.2f} s  {title}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
