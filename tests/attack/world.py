"""
A user with something to lose, and what the sandbox did to them, seen from outside.
"""

import array
import contextlib
import fcntl
import json
import os
import pathlib
import secrets
import shutil
import stat
import subprocess
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
KADANE = os.environ.get("KADANE") or str(HERE.parent.parent / "build" / "kadane")
PYTHON = "/usr/bin/python3"
FS_IOC_GETFLAGS = 0x80086601


class Failed(Exception):
    pass


class Skipped(Exception):
    """Only for a twin whose tool is not on this machine; never for an attack."""


def check(condition, what):
    if not condition:
        raise Failed(what)


def alone(test):
    """Mark a test that needs the machine to itself."""
    test.alone = True
    return test


def only(*tiers):
    """Mark a test that makes sense in these tiers."""
    def mark(test):
        test.tiers = tiers
        return test
    return mark


def both_compilers(language="c++"):
    """The compilers of a language that are here; GCC's must be."""
    names = {"c++": ("g++", "clang++"), "c": ("gcc", "clang")}[language]
    return [names[0]] + [name for name in names[1:] if shutil.which(name)]


def file_flags(path):
    """What lsattr shows; None where the file system has no such thing."""
    flags = array.array("l", [0])
    with open(path, "rb") as file, contextlib.suppress(OSError):
        fcntl.ioctl(file, FS_IOC_GETFLAGS, flags)
        return flags[0]
    return None


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
        self.shown = self.work / "shown"
        for path in (self.home, self.work, self.secret):
            os.chown(path, uid, -1)
        self.programs = base / "programs"
        self.env = {
            "HOME": str(self.home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "ANTHROPIC_API_KEY": self.token + "-key",
        }

    def reset(self):
        """As if nothing had happened: one failure shall not look like many."""
        for path in self.work.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        for path in (self.canary, self.shown):
            path.write_text("untouched")
            path.chmod(0o666)
            os.chown(path, self.uid, -1)
            os.utime(path, (1000000000, 1000000000))
        self.flags = file_flags(self.shown)

    def as_user(self):
        """For subprocess: who runs it."""
        if self.uid == os.getuid():
            return {}
        return {"user": self.uid, "group": self.uid, "extra_groups": []}

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
        begun = time.monotonic()
        done = subprocess.run(words, env=self.env, cwd=self.work, capture_output=True,
                              timeout=timeout, check=False, **self.as_user(), **more)
        return Result(done, time.monotonic() - begun, json_out)

    def attack(self, tier, name, *args, ro=(), **more):
        """An attack of ours, by its file; it must have come to its end or been stopped."""
        path = self.programs / name
        if path.suffix in (".py", ".sh"):
            command = [PYTHON if path.suffix == ".py" else "sh", path, *args]
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

    @contextlib.contextmanager
    def watch_memory(self):
        """Meanwhile, how much our processes have in all; [0] of what it gives is the most."""
        peak, stop = [0], threading.Event()

        def watch():
            while not stop.wait(0.1):
                total = 0
                for pid in self.left():
                    with contextlib.suppress(OSError, IndexError):
                        text = pathlib.Path(f"/proc/{pid}/statm").read_text().split()
                        # Without what is shared: it would be counted many times.
                        total += (int(text[1]) - int(text[2])) * 4096
                peak[0] = max(peak[0], total)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield peak
        finally:
            stop.set()
            watcher.join()

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

    def supervisor(self, server):
        """The process below the server that runs the job."""
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == server and b"supervise" in (folder / "cmdline").read_bytes():
                    return int(folder.name)
            except OSError:
                pass
        raise Failed("no supervisor")

    def check_gone(self):
        # A killed process is still to be seen for a moment.
        for _ in range(40):
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
        check(file_flags(self.shown) == self.flags, "the flags of a shown file were changed")
        check(stat.S_IMODE(self.canary.stat().st_mode) == 0o666, "the canary's mode was changed")
        names = {path.name for path in self.work.iterdir()}
        check(names == {"canary", "shown"}, f"new files: {names}")
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
        self.signal = self.json.get("signal")

    def __str__(self):
        return f"status {self.code} limit {self.limit} out {self.out[-600:]!r} err {self.err[-600:]!r}"
