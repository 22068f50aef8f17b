"""A loopback provider for tests that run kadane as a whole, and the files of a user of its own."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from checks import KADANE, TOP, environment

SERVER = os.path.join(TOP, "tests", "wire", "server.py")


@contextlib.contextmanager
def provider(*arguments):
    """A running server: its port, and the folder with the requests it got."""
    with tempfile.TemporaryDirectory() as requests:
        server = subprocess.Popen([sys.executable, SERVER, "--requests", requests, *arguments],
                                  stdout=subprocess.PIPE, text=True)
        try:
            port = int(server.stdout.readline())
            server.stdout.readline()
            yield port, requests
        finally:
            server.kill()
            server.wait()
            server.stdout.close()


def sent(requests):
    """What the server got, in order."""
    return [json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(pathlib.Path(requests).glob("[0-9]*.json"))]


class User:
    """Somebody with folders of their own below one, from which nothing leaks into others."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="kadane-user-")
        for name in ("home", "config", "config/kadane", "cache", "state", "tmp", "work"):
            os.mkdir(self.path(name))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text, mode=0o644):
        path = pathlib.Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return str(path)

    def configure(self, settings=None, providers=None):
        self.write("config/kadane/config.json", json.dumps(settings or {}))
        self.write("config/kadane/models.json", json.dumps({"providers": providers or {}}))

    def environment(self, **more):
        return environment(**{"HOME": self.path("home"), "TMPDIR": self.path("tmp"),
                              "XDG_CONFIG_HOME": self.path("config"),
                              "XDG_CACHE_HOME": self.path("cache"),
                              "XDG_STATE_HOME": self.path("state"), **more})

    def run(self, *arguments, **env):
        """kadane with these arguments in the work folder, to its end."""
        return subprocess.run([KADANE, *arguments], cwd=self.path("work"), text=True,
                              capture_output=True, timeout=120, check=False,
                              env=self.environment(**env))

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
