"""
Processes: outliving the run, harming others, forging the result, the terminal, new powers.
"""

import fcntl
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import termios
import time

from world import KADANE, Failed, alone, check


def attack_outlive(world, tier):
    result = world.attack(tier, "outlive.py", world.mark)
    check(result.seconds < 20, f"it waited for a daemon: {result.seconds} s")
    check(result.code == 0, result)


@alone
def attack_kill_tree(world, tier):
    result = world.attack(tier, "kill_tree.c", world.mark, limits=("wall=1", "processes=400"))
    check(result.code == 137 and result.limit == "wall", result)
    check(result.seconds < 6, f"it took {result.seconds} s to stop")


def attack_frozen(world, tier):
    result = world.attack(tier, "frozen.c", world.mark, limits=("wall=1",))
    check(result.code == 137 and result.limit == "wall", result)


def state_of(victim):
    """What others could have changed about a process."""
    pid = victim.pid
    limits = pathlib.Path(f"/proc/{pid}/limits").read_text()
    state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return (state, limits, os.getpriority(os.PRIO_PROCESS, pid), os.sched_getscheduler(pid),
            sorted(os.sched_getaffinity(pid)))


def attack_interfere(world, tier):
    victim = subprocess.Popen(["/bin/sleep", "60"], **world.as_user())
    try:
        time.sleep(0.1)
        before = state_of(victim)
        result = world.attack(tier, "interfere.c", victim.pid)
        check(victim.poll() is None, f"the stranger was killed: {result}")
        check(state_of(victim) == before, f"the stranger was harmed: {before} {state_of(victim)} {result}")
        check("DID" not in result.out, result)
        check(result.code == 0 and result.signal is None, result)
    finally:
        victim.kill()
        victim.wait()


def attack_measurer(world, tier):
    """Whoever measures and supervises the run cannot be harmed in it."""
    result = world.attack(tier, "interfere.c")
    check("DID" not in result.out, result)
    check(result.code == 0 and result.signal is None, result)


def attack_forged_report(world, tier):
    result = world.attack(tier, "forged_report.py")
    check(result.code == 9 and result.json["status"] == 9, result)
    check(result.json["wall_seconds"] > 0.3, result)
    check("WROTE" not in result.out, result)


def attack_terminal(world, tier):
    master, slave = pty.openpty()
    path = world.programs / "terminal"
    words = [KADANE, "sandbox", "--tier", tier, "--", str(path)]

    def become():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    done = subprocess.run(words, stdin=slave, capture_output=True, env=world.env, cwd=world.work,
                          preexec_fn=become, timeout=20, check=False, **world.as_user())
    os.set_blocking(slave, False)
    try:
        typed = os.read(slave, 100)
    except OSError:
        typed = b""
    os.close(slave)
    os.close(master)
    check(b"TRIED" in done.stdout, f"the attack did not run: {done}")
    check(b"GOT" not in done.stdout and not typed, f"the terminal was typed into: {typed} {done}")


def attack_calls(world, tier):
    result = world.attack(tier, "calls.c")
    check("GOT" not in result.out, result)


def attack_gain(world, tier):
    """Programs that make more of whoever runs them."""
    path = world.base / "gain-root"
    shutil.copy(world.programs / "gain", path)
    # As root it is root's; else it is ours, and can only show that the bit means nothing.
    path.chmod(0o6755)
    result = world.attack(tier, "gain.c", path, ro=[path])
    path.unlink()
    check("GAINED" not in result.all, result)


def start_tree(world, tier):
    words = [KADANE, "sandbox", "--tier", tier, "--limit", "processes=400", "--",
             world.programs / "kill_tree", world.mark]
    server = subprocess.Popen(words, env=world.env, cwd=world.work, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **world.as_user())
    for _ in range(100):
        time.sleep(0.05)
        if len(world.left()) > 150:
            return server
    server.kill()
    raise Failed(f"it did not start: {len(world.left())}")


@alone
def attack_when_killed(world, tier):
    """The server dies, or the supervisor: nothing may go on."""
    for which in ("server", "supervisor"):
        server = start_tree(world, tier)
        victim = server.pid if which == "server" else world.supervisor(server.pid)
        os.kill(victim, signal.SIGKILL)
        server.wait(timeout=10)
        server.stderr.close()
        world.check_gone()
        check(which == "server" or server.returncode == 125, "the server did not notice")
    # What a killed server could not clear away, the next one does.
    check(world.sandbox(tier, "true").code == 0, "it does not work any more")
