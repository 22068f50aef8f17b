"""
Limits: processes, memory, disk, output, each in several ways, and who watches over them. Every
bomb is bounded, so that a sandbox that fails does not take the machine with it.
"""

import os
import pathlib

from world import PYTHON, alone, check, only


def pids_controller():
    """Whether root may limit processes by control groups here."""
    second = pathlib.Path("/sys/fs/cgroup/cgroup.subtree_control")
    if os.access("/sys/fs/cgroup/pids/cgroup.procs", os.W_OK):
        return True
    return os.access("/sys/fs/cgroup", os.W_OK) and second.exists() and "pids" in second.read_text()


@alone
def attack_fork_bomb(world, tier):
    path = world.programs / "fork_bomb"
    result = world.sandbox(tier, path, world.mark, limits=("wall=2", "processes=32"))
    # Root is bound by a control group only; without, the bomb is stopped once it is seen.
    if world.uid == 0 and not pids_controller():
        check(result.code == 137 and result.limit == "processes", result)
        return
    born = int(result.out.split()[1])
    check(born <= 40, f"{born} processes came to be")
    check(result.code == 137 and result.limit in ("processes", "wall"), result)
    check(result.seconds < 15, f"it took {result.seconds} s to stop")


def memory_bomb(world, tier, how):
    with world.watch_memory() as peak:
        result = world.attack(tier, "memory.c", world.mark, how, limits=("memory=256M", "wall=20"))
    check(result.code != 0 and result.limit in ("memory", "disk", None), result)
    check("SURVIVED" not in result.out, result)
    check(peak[0] < 700 << 20, f"{peak[0] >> 20} MB were taken")


def attack_memory_huge(world, tier):
    memory_bomb(world, tier, "huge")


def attack_memory_slow(world, tier):
    memory_bomb(world, tier, "slow")


@alone
def attack_memory_many(world, tier):
    memory_bomb(world, tier, "many")


def attack_memory_shared(world, tier):
    memory_bomb(world, tier, "shared")


def attack_memory_files(world, tier):
    """Files in memory count as well, or are too small for it."""
    memory_bomb(world, tier, "files")


def attack_watch(world, tier):
    """Who watches over memory cannot be made to wait for ever."""
    path = world.programs / "thief"
    result = world.sandbox(tier, path, world.mark, limits=("memory=128M", "wall=15", "output=256M"))
    check("SURVIVED" not in result.out, "nobody watched any more: it reads, and waits, for what was stolen")
    check(result.code == 137 and result.limit == "memory", result)


def attack_memory_queues(world, tier):
    """What waits in sockets and pipes is in no sum: there is no more of it than the kernel gives."""
    result = world.attack(tier, "queues.c")
    took = {line.split()[0]: int(line.split()[1]) for line in result.out.splitlines()[:2]}
    check(took["SOCKETS"] <= 32 << 20 and took["PIPES"] <= 16 << 16, result)


@alone
@only("restricted")
def attack_watch_mappings(world, tier):
    """Nor can it be made slow by processes that are dear to look at."""
    for how in ("memory", "disk"):
        result = world.attack(tier, "mappings.c", world.mark, how,
                              limits=("memory=256M", "disk=32M", "wall=20"))
        check("SURVIVED" not in result.out and result.limit == how, result)
        wrote = [int(line.split()[1]) for line in result.out.splitlines() if "WROTE" in line]
        check(all(n <= 200 for n in wrote), f"{wrote[-1:]} MB were written")


@only("full")
def attack_watch_noise(world, tier):
    """Nor by keeping it busy with what it is asked."""
    result = world.attack(tier, "noisy_names.c", 3000,
                          limits=("memory=64M", "disk=1M", "wall=10"))
    check("SURVIVED" not in result.out and result.limit == "disk", result)


def disk_bomb(world, tier, how, limit=64):
    path = world.programs / "disk.py"
    result = world.sandbox(tier, PYTHON, path, how, ro=[path], limits=(f"disk={limit}M", "wall=20"))
    check(result.code not in (0, 125) and "DID" not in result.out, result)
    # Where the sizes are the file system's, what has gone again when it ends says nothing.
    check(result.limit == "disk" or tier == "full" and how in ("nameless", "sparse"), result)
    wrote = [int(line.split()[1]) for line in result.out.splitlines() if line.startswith("WROTE")]
    # True by construction with sized file systems; a race with a watch without.
    bound = limit + 4 << 20 if tier == "full" else 1 << 30
    check(all(n <= bound for n in wrote), f"{wrote} bytes were written")


def attack_disk_many(world, tier):
    disk_bomb(world, tier, "many")


def attack_disk_nameless(world, tier):
    """Files that have no name any more are still there."""
    disk_bomb(world, tier, "nameless")


def attack_disk_sparse(world, tier):
    disk_bomb(world, tier, "sparse")


def attack_disk_inodes(world, tier):
    """Empty folders hold no bytes, and yet take room."""
    disk_bomb(world, tier, "inodes", limit=8)


def attack_output(world, tier):
    for where in ("stdout", "stderr", "both"):
        path = world.programs / "output.py"
        result = world.sandbox(tier, PYTHON, path, where, ro=[path],
                               limits=("output=100K", "wall=20"))
        check("TRIED" in result.out, f"the attack did not run: {result}")
        check(result.limit == "output" and result.code == 137, result)
        check(len(result.out) + len(result.err) <= 100 << 10, "more was kept than allowed")
        check(result.json["stdout_truncated"] or result.json["stderr_truncated"], result)
