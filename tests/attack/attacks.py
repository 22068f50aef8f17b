"""
The attacks: each is a function of the world and the tier. See programs/ for what they run.
"""

import fcntl
import os
import pathlib
import pty
import shutil
import signal
import socket
import stat
import subprocess
import termios
import threading
import time

from world import KADANE, PYTHON, check


def attack_secret_paths(world, tier):
    result = world.attack(tier, "secret_paths.py", world.secret)
    check("READ" not in result.out.replace("READ /proc", "READ"), result)
    check("LISTED" not in result.out or tier == "full" and "secret" not in result.out, result)


def attack_other_processes(world, tier):
    world.attack(tier, "other_processes.py")


def attack_inherited_fd(world, tier):
    fd = os.open(world.secret, os.O_RDONLY)
    os.dup2(fd, 77)
    result = world.attack(tier, "inherited_fd.py", pass_fds=(fd, 77))
    os.close(fd)
    os.close(77)
    check("FOUND" not in result.out, result)


def attack_network(world, tier):
    name = "kadane-" + world.mark
    path = str(world.base / "socket")
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix, \
            socket.socket(socket.AF_UNIX) as abstract, \
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(tcp.getsockname())
        unix.bind(path)
        os.chmod(path, 0o777)
        abstract.bind("\0" + name)
        for server in (unix, abstract):
            server.listen()
        result = world.attack(tier, "network.py", tcp.getsockname()[1], path, name)
        for server in (tcp, unix, abstract):
            server.settimeout(0.05)
            try:
                heard.append(server.accept())
            except OSError:
                pass
        udp.settimeout(0.05)
        try:
            heard.append(udp.recv(10))
        except OSError:
            pass
    os.unlink(path)
    check(not heard, f"the outside was reached: {heard} {result}")
    check("CONNECTED" not in result.out and "GOT" not in result.out, result)


def attack_socket_in_mount(world, tier):
    folder = world.work / "agent"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as agent:
        agent.bind(str(folder / "sock"))
        os.chmod(folder / "sock", 0o777)
        agent.listen()
        result = world.attack(tier, "network.py", 1, folder / "sock", world.mark, ro=[folder])
    shutil.rmtree(folder)
    check("CONNECTED" not in result.out, result)


def attack_write_outside(world, tier):
    # The victim is not even visible in the full sandbox; where its folder is, it must hold too.
    for ro in ((), (world.work,)):
        result = world.attack(tier, "write_outside.py", world.canary, world.work, ro=ro)
        check("DID" not in result.out, result)


def attack_shown_file(world, tier):
    with open(world.canary, "rb") as file:
        world.attack(tier, "shown_file.py", world.shown, ro=[world.shown], stdin=file)


def attack_outlive(world, tier):
    result = world.attack(tier, "outlive.py", world.mark)
    check(result.seconds < 20, f"it waited for a daemon: {result.seconds} s")
    check(result.code == 0, result)


def pids_controller():
    """Whether root may limit processes by control groups here."""
    second = pathlib.Path("/sys/fs/cgroup/cgroup.subtree_control")
    if os.access("/sys/fs/cgroup/pids/cgroup.procs", os.W_OK):
        return True
    return os.access("/sys/fs/cgroup", os.W_OK) and second.exists() and "pids" in second.read_text()


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


def attack_kill_tree(world, tier):
    result = world.attack(tier, "kill_tree.c", world.mark, limits=("wall=1", "processes=400"))
    check(result.code == 137 and result.limit == "wall", result)
    check(result.seconds < 6, f"it took {result.seconds} s to stop")


def attack_memory(world, tier):
    peak, stop = [0], threading.Event()

    def watch():
        while not stop.wait(0.02):
            total = 0
            for folder in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    if world.mark.encode() in (folder / "cmdline").read_bytes():
                        total += int((folder / "statm").read_text().split()[1]) * 4096
                except (OSError, IndexError):
                    pass
            peak[0] = max(peak[0], total)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        result = world.attack(tier, "memory.py", world.mark, limits=("memory=256M", "wall=20"))
    finally:
        stop.set()
        watcher.join()
    check(result.code != 0 and result.limit in ("memory", "none"), result)
    check(peak[0] < 1 << 30, f"{peak[0] >> 20} MB were taken")


def attack_disk(world, tier):
    path = world.programs / "disk.py"
    result = world.sandbox(tier, PYTHON, path, ro=[path], limits=("disk=64M", "wall=20"))
    check(result.code not in (0, 125), result)
    check(result.limit == "disk", result)
    wrote = [int(line.split()[1]) for line in result.out.splitlines() if line.startswith("WROTE")]
    # True by construction with sized file systems; a race with a 50 ms watch without.
    bound = 68 << 20 if tier == "full" else 1 << 30
    check(all(n <= bound for n in wrote), f"{wrote} bytes were written")


def attack_output(world, tier):
    result = world.attack(tier, "output.py", limits=("output=100K", "wall=20"))
    check(result.limit == "output" and result.code == 137, result)
    check(len(result.out) + len(result.err) <= 100 << 10, "more was kept than allowed")


def attack_interfere(world, tier):
    victim = subprocess.Popen(["/bin/sleep", "60"], **world.as_user())
    try:
        result = world.attack(tier, "interfere.c", victim.pid)
        state = pathlib.Path(f"/proc/{victim.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        check(victim.poll() is None and state == "S", f"the stranger was hurt: {state} {result}")
        check("DID" not in result.out, result)
        check(result.code == 0 and result.json["signal"] == 0, result)
    finally:
        victim.kill()
        victim.wait()


def attack_forged_report(world, tier):
    result = world.attack(tier, "forged_report.py")
    check(result.code == 9 and result.json["status"] == 9, result)
    check(result.json["wallSeconds"] > 0.3, result)
    check("WROTE" not in result.out, result)


def attack_artifact(world, tier):
    for what in ("link", "fifo", "folder", "hard", "rename"):
        target = world.work / "result"
        target.write_text("result")
        os.chown(target, world.uid, -1)
        result = world.attack(tier, "artifact.py", target, world.canary, what, out=target,
                              limits=("wall=5",))
        check("DID" not in result.out, result)
        check(stat.S_ISREG(target.lstat().st_mode), "the result is no file any more")
        check(target.read_text() == "result", "the result was replaced")
        target.unlink()


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


def attack_leftover(world, tier):
    first = world.attack(tier, "leftover.py", "first")
    second = world.attack(tier, "leftover.py", "second")
    # Nested deeper than anybody wants to look: stopped or not, it must be gone afterwards.
    path = world.programs / "leftover.py"
    world.sandbox(tier, PYTHON, path, "deep", ro=[path])
    check("ALREADY" not in first.out and "FOUND" not in second.out, f"{first} {second}")


def attack_compile_read(world, tier):
    for name in ("include.cpp", "asm_include.cpp", "line.cpp"):
        result = world.compile(tier, name)
        check(result.code != 0, result)
        for compiler in ("clang++",) if shutil.which("clang++") else ():
            world.compile(tier, name, compiler=compiler)


def attack_compile_incbin(world, tier):
    target = world.work / "result"
    world.compile(tier, "incbin.cpp", out=target)
    check(world.token.encode() not in target.read_bytes(), "the binary holds the secret")
    target.unlink()


def attack_compile_exhaust(world, tier):
    for name in ("endless_include.cpp", "template_bomb.cpp", "big_array.cpp"):
        result = world.compile(tier, name, "-ftemplate-depth=10000",
                               limits=("wall=2", "memory=256M", "disk=64M"))
        check(result.code != 0, result)
        check(result.seconds < 10, f"{name}: it took {result.seconds} s to stop")


def attack_when_killed(world, tier):
    """The server dies, or the supervisor: nothing may go on."""
    for which in ("server", "supervisor"):
        path = world.programs / "kill_tree"
        words = [KADANE, "sandbox", "--tier", tier, "--limit", "processes=400", "--", path,
                 world.mark]
        server = subprocess.Popen(words, env=world.env, cwd=world.work, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                  **world.as_user())
        for _ in range(100):
            time.sleep(0.05)
            if len(world.left()) > 150:
                break
        check(len(world.left()) > 150, f"it did not start: {len(world.left())}")
        victim = server.pid if which == "server" else world.supervisor(server.pid)
        os.kill(victim, signal.SIGKILL)
        server.wait(timeout=10)
        server.stderr.close()
        world.check_gone()
        check(which == "server" or server.returncode == 125, "the server did not notice")
    # What a killed server could not clear away, the next one does.
    check(world.sandbox(tier, "true").code == 0, "it does not work any more")
