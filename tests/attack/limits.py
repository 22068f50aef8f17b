#!/usr/bin/env python3
"""
A limit that ended a program is named, and one that did not is not: each limit with a program that
meets it and fails, the same program just below, and one that is refused but ends well. In both
tiers, as root and as an ordinary user; nothing is skipped. `limits.py WORD…` as with run.py.
"""

import os
import sys

from world import PYTHON, check

M = 1024  # in KiB

# What limit_maps.c does with memory=64M, and the limit that should be named.
MAPPINGS = (
    (("malloc", 1024 * M, 1024 * M, "exit"), "memory"),
    (("malloc", 1024 * M, 1024 * M, "abort"), "memory"),
    (("malloc", 1024 * M, 1024 * M, "survive"), None),
    (("malloc", 20 * M, 20 * M, "exit"), None),
    (("malloc", 20 * M, 20 * M, "abort"), None),
    (("malloc", 1 * M, 1024 * M, "exit"), "memory"),
    (("malloc", 1 * M, 1024 * M, "survive"), None),
    (("malloc", 1 * M, 40 * M, "exit"), None),
    (("malloc", 64, 1024 * M, "exit"), "memory"),
    (("grow", 4 * M, 1024 * M, "exit"), "memory"),
    (("grow", 4 * M, 40 * M, "exit"), None),
    (("heap", 1 * M, 1024 * M, "exit"), "memory"),
    (("heap", 1 * M, 40 * M, "exit"), None),
    # Reserved only: not use, when it was had; nobody misses an arena that was refused.
    (("reserve", 80 * M, 80 * M, "exit"), None),
    (("reserve", 128 * M, 128 * M, "exit"), None),
    (("reserve", 1024 * M, 1024 * M, "exit"), "memory"),
)

# What limit_files.c does with disk=32M, and the limit that should be named in each tier.
FILES = (
    ("write", 100 * M, "exit", "disk"),
    ("write", 8 * M, "exit", None),
    ("grow", 100 * M, "exit", "disk"),
    ("grow", 100 * M, "survive", None),
    ("grow", 8 * M, "exit", None),
    ("space", 100 * M, "exit", "disk"),
    ("space", 100 * M, "survive", None),
    ("space", 8 * M, "exit", None),
)


def run(world, tier, name, *args, limits, wants, **more):
    path = world.programs / name
    command = [PYTHON, path] if path.suffix == ".py" else [path.with_suffix("")]
    result = world.sandbox(tier, *command, *args, ro=[path.with_suffix("") if len(command) == 1
                                                      else path],
                           limits=("wall=10", *limits), **more)
    check(result.limit == wants, f"{name} {args}: {wants} wanted: {result}")
    return result


def attack_limit_memory_of_mappings(world, tier):
    for args, wants in MAPPINGS:
        result = run(world, tier, "limit_maps.c", *args, limits=("memory=64M",), wants=wants)
        check("GOT" in result.out, result)


def attack_limit_memory_in_python(world, tier):
    for script, wants in (("x = bytearray(1 << 30)", "memory"),
                          ("x = bytearray(1 << 24); raise SystemExit(3)", None),
                          ("try:\n x = bytearray(1 << 30)\nexcept MemoryError:\n pass", None),
                          ("x = [b'x' * 1000 * n for n in range(99999)]", "memory"),
                          ("import subprocess, sys\nsubprocess.run([sys.executable, '-c', "
                           "'x = bytearray(1 << 30)'], check=True)", "memory")):
        result = world.sandbox(tier, PYTHON, "-c", script, limits=("memory=64M", "wall=10"))
        check(result.limit == wants, f"{script}: {result}")


def attack_limit_disk(world, tier):
    for how, size, end, wants in FILES:
        run(world, tier, "limit_files.c", "file", how, size, end, limits=("disk=32M",),
            wants=wants)


def attack_limit_disk_of_artifact(world, tier):
    out = world.work / "out"
    for how, size, end, wants in FILES:
        run(world, tier, "limit_files.c", out, how, size, end, limits=("disk=32M",), wants=wants,
            out=out)
        check(out.stat().st_blocks * 512 <= 33 << 20, f"{how}: more than the limit came out")
        out.unlink()
    result = run(world, tier, "limit_files.c", out, "beyond", 100 * M, "exit",
                 limits=("disk=32M",), wants=None, out=out)
    check("DID" not in result.out, result)
    check(out.stat().st_blocks * 512 <= 1 << 20, "space beyond the end came out")
    out.unlink()


def attack_limit_processes(world, tier):
    for how in ("fork", "thread"):
        for count, end, wants in ((40, "exit", "processes"), (8, "exit", None)):
            result = run(world, tier, "limit_tasks.py", how, count, end,
                         limits=("processes=20",), wants=wants)
            check(("ALL" in result.out) == (count < 20), result)
        # One who is refused and ends well, unless the watch saw more than are allowed.
        result = run(world, tier, "limit_tasks.py", how, 22, "survive", limits=("processes=20",),
                     wants=None)


def attack_limit_output(world, tier):
    for size, wants in ((200000, "output"), (90000, None)):
        result = world.sandbox(tier, PYTHON, "-c", f"print('x' * {size}); raise SystemExit(3)",
                               limits=("output=100K",))
        check(result.limit == wants, result)


def attack_limit_handled(world, tier):
    """A refusal the program lived on with is not why it failed later."""
    for wait, wants in ((0, "memory"), (1.4, None)):
        result = world.sandbox(tier, PYTHON, "-c", "import time\ntry:\n bytearray(1 << 30)\n"
                               f"except MemoryError:\n time.sleep({wait})\nraise SystemExit(3)",
                               limits=("memory=64M", "wall=10"))
        check(result.code == 3 and result.limit == wants, result)


def attack_limit_forged(world, tier):
    """A signal that means a limit proves nothing when the program sent it."""
    for name in ("SIGXCPU", "SIGXFSZ"):
        result = world.sandbox(tier, PYTHON, "-c", "import os, signal\n"
                               f"signal.signal(signal.{name}, signal.SIG_DFL)\n"
                               f"os.kill(os.getpid(), signal.{name})")
        check(result.signal and result.limit is None, result)


def attack_limit_holes(world, tier):
    """To read what a program left takes its time; that is not the program's, nor without end."""
    result = world.sandbox(tier, PYTHON, "-c", "for n in range(60):\n"
                           " with open(str(n), 'wb') as file: file.truncate(128 << 20)",
                           limits=("disk=128M", "wall=3"))
    check(result.code == 0 and result.limit is None and result.seconds < 6, result)


def attack_limit_wall(world, tier):
    for script, wants in (("import time; time.sleep(9)", "wall"), ("while True: pass", "wall"),
                          ("raise SystemExit(3)", None)):
        result = world.sandbox(tier, PYTHON, "-c", script, limits=("wall=1.5",))
        check(result.limit == wants, result)
        check(result.code == (137 if wants else 3), result)


def attack_attributes(world, tier):
    """No limit, but found on the way: files are changed by other means than writing."""
    mine = world.work / "mine"
    mine.write_text("mine")
    os.chown(mine, world.uid, -1)
    result = world.attack(tier, "limit_attributes.c", world.secret, mine, ro=[mine])
    check("DID" not in result.out, result)
    mine.unlink()


if __name__ == "__main__":
    import run as runner
    import limits
    import limits as ours
    runner.MODULES = (ours,)
    runner.TESTS = {title: test for title, test in runner.collect().items()
                    if test[0].__module__ == "limits"}
    sys.exit(runner.main())
