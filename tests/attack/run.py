#!/usr/bin/env python3
"""
Attacks on the sandbox, each with a benign twin, in both tiers. Judged from outside: what leaked,
what changed, what still runs. An attack that did not even start counts as failed, and so does
everything on a machine where no sandbox works: nothing here is ever skipped.

KADANE is the program (build/kadane when unset). As root, everything is run a second time as an
ordinary user. `run.py WORD` runs what has WORD in its name.
"""

import json
import os
import pathlib
import pty
import secrets
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time

from twins import TWINS

HERE = pathlib.Path(__file__).resolve().parent
KADANE = os.environ.get("KADANE") or str(HERE.parent.parent / "build" / "kadane")
PYTHON = "/usr/bin/python3"
NOBODY = 65534
TIERS = ("full", "restricted")


class Failed(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Failed(what)


class World:
    """A user with something to lose, seen from outside the sandbox."""

    def __init__(self, base, uid):
        self.uid = uid
        self.base = base
        self.home = base / "home"
        self.work = base / "work"
        self.token = "TOKEN" + secrets.token_hex(12)
        self.mark = "mark" + secrets.token_hex(8)
        self.home.mkdir()
        self.work.mkdir()
        self.secret = self.home / "secret"
        self.secret.write_text(f"{self.token} = undeclared_{self.token};\n")
        self.canary = self.work / "canary"
        self.canary.write_text("untouched")
        self.canary.chmod(0o666)
        self.shown = self.work / "shown"
        self.shown.write_text("untouched")
        os.utime(self.canary, (1000000000, 1000000000))
        os.utime(self.shown, (1000000000, 1000000000))
        for path in (self.home, self.work, self.secret, self.canary, self.shown):
            os.chown(path, uid, -1)
        self.programs = base / "programs"
        self.env = {
            "HOME": str(self.home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "ANTHROPIC_API_KEY": self.token + "-key",
        }

    def sandbox(self, tier, *command, ro=(), out=None, limits=(), json_out=True, timeout=40,
                **more):
        """Run a command in the sandbox as this user; the result, and how long it took."""
        words = [KADANE, "sandbox", "--tier", tier]
        for path in ro:
            words += ["--ro", str(path)]
        for limit in limits:
            words += ["--limit", limit]
        if out:
            words += ["--out", str(out)]
        words += ["--json"] * json_out + ["--"] + [str(word) for word in command]
        more.setdefault("stdin", subprocess.DEVNULL)
        if self.uid != os.getuid():
            more.update(user=self.uid, group=self.uid, extra_groups=[])
        begun = time.monotonic()
        done = subprocess.run(words, env=self.env, cwd=self.work, capture_output=True,
                              timeout=timeout, check=False, **more)
        return Result(done, time.monotonic() - begun, json_out)

    def attack(self, tier, name, *args, ro=(), **more):
        """An attack of ours, by its file; it must have come to its end or been stopped."""
        path = self.programs / name
        if path.suffix == ".py":
            command = [PYTHON, path, *args]
        else:
            command = [path.with_suffix(""), *args]
        result = self.sandbox(tier, *command, ro=[path, *ro], **more)
        check("TRIED" in result.out, f"the attack did not run: {result}")
        check(self.token not in result.all, f"a secret leaked: {result}")
        return result

    def compile(self, tier, name, *args, out=None, compiler="g++", **more):
        path = self.programs / name
        defines = [f'-DSECRET="{self.secret}"', f'-DSECRET_TEXT="\\"{self.secret}\\""']
        more.setdefault("limits", ("wall=5", "memory=512M"))
        result = self.sandbox(tier, compiler, *defines, path, "-o", out or "/dev/null", *args,
                              ro=[path], out=out, **more)
        check(result.code != 125, f"the compiler did not run: {result}")
        check(self.token not in result.all, f"a secret leaked: {result}")
        return result

    def left(self):
        """Processes of ours that still run."""
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "cmdline").read_bytes():
                    found.append(folder.name)
            except OSError:
                pass
        return found

    def check_gone(self):
        # The kernel may still be at work on the last ones' memory.
        for _ in range(20):
            if not self.left():
                return
            time.sleep(0.05)
        check(not self.left(), f"still running: {self.left()}")

    def check_untouched(self):
        for path in (self.canary, self.shown):
            info = path.lstat()
            check(stat.S_ISREG(info.st_mode), f"{path} was replaced")
            check(path.read_text() == "untouched", f"{path} was changed")
            check(info.st_mtime == 1000000000, f"{path} was touched")
        check(stat.S_IMODE(self.canary.stat().st_mode) == 0o666, "the canary's mode was changed")
        names = {path.name for path in self.work.iterdir()}
        check(names <= {"canary", "shown", "result", "agent"}, f"new files: {names}")
        jobs = self.home / ".cache/kadane/jobs"
        check(not jobs.exists() or not list(jobs.iterdir()), f"left behind: {list(jobs.glob('*'))}")


class Result:
    def __init__(self, done, seconds, json_out):
        self.code, self.seconds = done.returncode, seconds
        self.raw_out = done.stdout.decode(errors="replace")
        self.raw_err = done.stderr.decode(errors="replace")
        self.all = self.raw_out + self.raw_err
        self.json = {}
        if json_out and done.returncode != 125 and self.raw_out.startswith("{"):
            self.json = json.loads(self.raw_out)
        self.out = self.json.get("stdout", self.raw_out)
        self.err = self.json.get("stderr", self.raw_err)
        self.limit = self.json.get("limit")

    def __str__(self):
        return f"status {self.code} limit {self.limit} out {self.out[-600:]!r} err {self.err[-600:]!r}"


# --- attacks: each is a function of the world and the tier ---


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


def attack_fork_bomb(world, tier):
    result = world.attack(tier, "fork_bomb.c", world.mark, limits=("wall=2", "processes=32"))
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
    result = world.attack(tier, "disk.py", limits=("disk=64M", "wall=20")) \
        if tier == "full" else world.sandbox(tier, PYTHON, world.programs / "disk.py",
                                             ro=[world.programs / "disk.py"],
                                             limits=("disk=64M", "wall=20"))
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
    victim = subprocess.Popen(["/bin/sleep", "60"], user=world.uid, group=world.uid if
                              world.uid != os.getuid() else None) \
        if world.uid != os.getuid() else subprocess.Popen(["/bin/sleep", "60"])
    try:
        result = world.attack(tier, "interfere.c", victim.pid, os.getppid() if False else victim.pid)
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
        import fcntl
        import termios
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    more = {} if world.uid == os.getuid() else {"user": world.uid, "group": world.uid}
    done = subprocess.run(words, stdin=slave, capture_output=True, env=world.env, cwd=world.work,
                          preexec_fn=become, timeout=20, check=False, **more)
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


# --- benign twins that are more than a Python program ---


def twin_build(world, tier):
    for compiler in ["g++"] + ["clang++"] * bool(shutil.which("clang++")):
        target = world.work / "result"
        source = world.programs / "twin.cpp"
        result = world.sandbox(tier, compiler, "-O2", "-std=c++17", "-o", target, source,
                               ro=[world.programs], out=target, limits=("memory=2G",))
        check(result.code == 0 and not result.err, result)
        result = world.sandbox(tier, target)
        check(result.code == 0 and result.out == "included 5050\n", result)
        target.unlink()


def twin_build_error(world, tier):
    source = world.programs / "twin_error.cpp"
    result = world.sandbox(tier, "g++", "-o", "/job/x", source, ro=[source])
    check(result.code == 1 and "was not declared" in result.err, result)
    check("undeclared_name" in result.err, "the compiler could not show the line")


def twin_streams(world, tier):
    sent = os.urandom(300000)
    source = world.base / "input"
    source.write_bytes(sent)
    with open(source, "rb") as file:
        done = world.sandbox(tier, "md5sum", json_out=False, stdin=file)
    want = subprocess.run(["md5sum"], input=sent, capture_output=True, check=True).stdout.decode()
    check(done.raw_out == want, done)
    done = world.sandbox(tier, "sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x; echo e >&2; exit 5",
                         json_out=False)
    check(done.code == 5 and done.raw_out == "x" * 1000000 and done.raw_err == "e\n", done)


def twin_status(world, tier):
    for script, code in (("exit 0", 0), ("exit 255", 255), ("kill -TERM $$", 143)):
        result = world.sandbox(tier, "sh", "-c", script)
        check(result.code == code, result)
    check(world.sandbox(tier, "no-such-command").code == 127, "a missing command is 127")


def twin_time(world, tier):
    result = world.sandbox(tier, "sleep", "0.5")
    check(0.5 <= result.json["wallSeconds"] < 2, result)
    check(result.json["userSeconds"] + result.json["systemSeconds"] < 0.2, result)


def twin_python(source):
    def twin(world, tier):
        path = world.base / "twin.py"
        path.write_text(source + '\nprint("FINE")\n')
        path.chmod(0o644)
        result = world.sandbox(tier, PYTHON, path, ro=[path])
        check(result.code == 0 and result.out.endswith("FINE\n"), result)

    return twin


TWIN_CPP = """#include <cstdio>
#include <numeric>
#include <thread>
#include <vector>
#include "twin.h"
int main()
{
	long sum = 0;
	std::vector<int> v(100);
	std::iota(v.begin(), v.end(), 1);
	std::thread([&] { sum = std::accumulate(v.begin(), v.end(), 0L); }).join();
	std::printf("%s %ld\\n", WORD, sum);
}
"""


def prepare(base):
    """Copies of the programs where an ordinary user can read them, built where need be."""
    programs = base / "programs"
    shutil.copytree(HERE / "programs", programs)
    (programs / "twin.cpp").write_text(TWIN_CPP)
    (programs / "twin.h").write_text('#define WORD "included"\n')
    (programs / "twin_error.cpp").write_text("int main() { return undeclared_name; }\n")
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
    tests = [(name.replace("_", " ", 1), TIERS, run) for name, run in globals().items()
             if name.startswith(("attack_", "twin_")) and name != "twin_python"]
    tests += [(f"twin {name}", tiers, twin_python(source)) for name, tiers, source in TWINS]
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
