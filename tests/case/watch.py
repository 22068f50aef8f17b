"""Looks at the processes of a case from outside."""

import os
import threading

KEY = "sk-case-5up3r-s3cr3t-k3y"


def read(pid, name):
    with open(f"/proc/{pid}/{name}", "rb") as file:
        return file.read()


def alive(pid):
    """False for what has ended and only waits for its parent."""
    try:
        return read(pid, "stat").rsplit(b")", 1)[1].split()[0] not in (b"Z", b"X")
    except OSError:
        return False


def processes(token):
    """
    Processes that have to do with the folder whose name is `token`: {pid: command line}. What
    runs in a sandbox has an environment of its own, but files of that folder mounted.
    """
    found, mark = {}, token.encode()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) == os.getpid() or not alive(pid):
            continue
        what = b""
        for name in ("cmdline", "environ", "mountinfo", "cwd", "exe"):
            try:
                if name in ("cwd", "exe"):
                    what += os.readlink(f"/proc/{pid}/{name}").encode()
                else:
                    what += read(pid, name)
            except OSError:
                pass  # it has ended, or is somebody else's
        if mark in what and alive(pid):
            try:
                line = read(pid, "cmdline").replace(b"\0", b" ")[:200].decode("utf-8", "replace")
            except OSError:
                continue
            found[int(pid)] = line
    return found


class Watch(threading.Thread):
    """Looks at the programs kadane starts: none may be given the key."""

    def __init__(self, token):
        super().__init__(daemon=True)
        self.token, self.over, self.seen, self.told = token, threading.Event(), 0, []

    def run(self):
        while not self.over.wait(0.03):
            for pid in processes(self.token):
                try:
                    line, environ = read(pid, "cmdline"), read(pid, "environ")
                except OSError:
                    continue
                if KEY.encode() in line:
                    self.told.append(f"the key is in the arguments of {line[:100]!r}")
                # kadane itself is given the key, and strikes it out at once.
                if os.path.basename(line.split(b"\0")[0]) == b"kadane":
                    continue
                self.seen += 1
                if KEY.encode() in environ:
                    self.told.append(f"the key is in the environment of {line[:100]!r}")
