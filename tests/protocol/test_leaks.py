#!/usr/bin/env python3
"""No key leaves on any other way than in its one header. Keys are planted in every place where one
may be; jobs are run, good ones and failing ones; then everything that was written is searched, and
every process that came from kadane was looked at while it ran."""

import base64
import json
import os
import pathlib
import socket
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checks  # noqa: E402
from asked import User, provider, sent  # noqa: E402
from editor import Editor, fenced  # noqa: E402
from plant import Search, Watch, variables  # noqa: E402

# Long enough to be looked at while it runs.
WAITS_PY = 'import time\ntime.sleep(0.3)\nprint("here")\n'
WAITS_CPP = """#include <chrono>
#include <cstdio>
#include <thread>
int main() {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    std::puts("%s");
}"""
ANSWERS = ("--answer", fenced(WAITS_CPP % "there"), "--answer", fenced(WAITS_CPP % "here"))
NAMES = variables()
KEYS = {name: f"sk-{number:02}+Planted/{name.lower()}%20x=" for number, name in enumerate(NAMES)}
TOLD = "sk-told+by/a%command=01"
PROXY = "proxy+Pass/word%25="
SEARCH = Search({**KEYS, "the command's key": TOLD, "the proxy's password": PROXY})


@unittest.skipUnless(os.path.exists(f"/proc/{os.getpid()}/task/{os.getpid()}/children"),
                     "no process can be looked at here")
class Leaks(unittest.TestCase):
    def setUp(self):
        self.user = User()
        self.addCleanup(self.user.remove)
        self.user.write("work/wait.py", WAITS_PY)
        self.seen = {}
        tell = self.user.write("bin/tell", f"#!/bin/sh\nsleep 0.1\necho '{TOLD}'\n", 0o755)
        answer = self.user.write("bin/answer.md", fenced(WAITS_CPP % "here"))
        assistant = self.user.write(
            "bin/assistant", f'#!/bin/sh\nenv\nsleep 0.2\ncat "{answer}"\n', 0o755)
        self.providers = {
            "told": {"dialect": "anthropic", "key": "cmd:" + tell},
            "program": {"dialect": "command", "command": [assistant]},
            "trusted": {"dialect": "command", "command": [assistant],
                        "hand_over": ["OPENAI_API_KEY"]},
        }

    def configure(self, port):
        self.providers["told"]["url"] = f"http://127.0.0.1:{port}"
        self.user.configure({"record": {"folder": self.user.path("recordings")},
                             "sandbox": {"ask": False}}, self.providers)

    def run_job(self, *arguments, **env):
        """A job with all that is said about it; what it left and who ran is searched later."""
        for path in pathlib.Path(self.user.path("work")).glob("*.cpp"):
            path.unlink()
        kadane = subprocess.Popen(
            [checks.KADANE, "run", "translate", "wait.py", "--json", "--quick",
             "--time-budget", "0", *arguments],
            cwd=self.user.path("work"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.user.environment(KADANE_LOG="debug", **KEYS, **env))
        watch = Watch(kadane.pid)
        out, err = kadane.communicate(timeout=120)
        self.seen.update(watch.stop())
        self.assertEqual(SEARCH.find(out + err), [], (out + err).decode())
        return kadane.returncode, json.loads(out)

    def search(self, allowed=()):
        """Nothing of the keys in any file and any process; the programs that were seen."""
        found = SEARCH.files(self.user.folder, skip=(self.user.path("bin"),))
        self.assertEqual(found, {})
        for (_, line), data in self.seen.items():
            names = [name for name in SEARCH.find(data) if name not in allowed]
            self.assertEqual(names, [], line)
        return {os.path.basename(word) for _, line in self.seen for word in line.split(b"\0")}

    def test_jobs(self):
        with provider("--key", KEYS["ANTHROPIC_API_KEY"], *ANSWERS) as (port, requests):
            self.configure(port)
            status, verdict = self.run_job("--provider", "anthropic",
                                           ANTHROPIC_BASE_URL=f"http://127.0.0.1:{port}")
            self.assertEqual((status, verdict["rounds"]), (0, 2))
            # It is there where it should be, and the search would find it.
            asked = json.dumps([r["headers"] for r in sent(requests)]).encode()
            self.assertEqual(SEARCH.find(asked), ["ANTHROPIC_API_KEY"])
            self.assertNotEqual(os.listdir(self.user.path("recordings")), [])
        with provider("--key", TOLD, *ANSWERS) as (port, requests):
            self.configure(port)
            status, _ = self.run_job("--provider", "told")
            self.assertEqual(status, 0)
            asked = json.dumps([r["headers"] for r in sent(requests)]).encode()
            self.assertEqual(SEARCH.find(asked), ["the command's key"])
        ran = self.search()
        for program in (b"kadane", b"kadane-jail", b"wait.py", b"cc1plus", b"tell"):
            self.assertIn(program, ran)

    def test_errors_that_quote_the_key(self):
        with provider("--fault", "echo-key") as (port, _):
            self.configure(port)
            for name in ("anthropic", "openai", "told"):
                status, verdict = self.run_job(
                    "--provider", name, ANTHROPIC_BASE_URL=f"http://127.0.0.1:{port}",
                    OPENAI_BASE_URL=f"http://127.0.0.1:{port}/v1")
                self.assertEqual((status, verdict["error"]["kind"]), (3, "auth"))
                self.assertIn("****", verdict["error"]["text"])
        self.search()

    def test_program(self):
        self.configure(9)
        status, _ = self.run_job("--provider", "program")
        self.assertEqual(status, 0)
        self.assertIn(b"assistant", self.search())

    def test_handed_over(self):
        """What the user hands over is seen there and nowhere else, so the look does see."""
        self.configure(9)
        self.run_job("--provider", "trusted", "--rounds", "1")
        told = {name for data in self.seen.values() for name in SEARCH.find(data)}
        self.assertEqual(told, {"OPENAI_API_KEY"})
        with self.assertRaises(AssertionError):
            self.search()
        for (_, line), data in self.seen.items():
            if b"kadane-jail" in line or b"python" in line or b"cc1plus" in line:
                self.assertEqual(SEARCH.find(data), [], line)

    def test_server(self):
        with provider(*ANSWERS) as (port, _), provider("--fault", "echo-key") as (bad, _):
            self.configure(port)
            for base, holds in ((port, True), (bad, False)):
                editor = Editor(
                    options={"provider": "anthropic", "timing": {"budget": 0}},
                    trace="verbose", env=self.user.environment(
                        KADANE_LOG="debug", ANTHROPIC_BASE_URL=f"http://127.0.0.1:{base}", **KEYS))
                self.addCleanup(editor.server.stop)
                watch = Watch(editor.server.process.pid)
                editor.open("wait.py", WAITS_PY)
                word = editor.wait_end(editor.translate("wait.py"))["message"]
                self.assertIn("identical" if holds else "****", word)
                if holds:
                    editor.at("hover", "wait.py")
                    editor.execute("kadane.showReport", {"uri": editor.uri("wait.py")})
                editor.execute("kadane.status")
                editor.execute("kadane.sandbox")
                self.seen.update(watch.stop())
                traffic = json.dumps(editor.log).encode() + editor.server.errors().encode()
                self.assertEqual(SEARCH.find(traffic.replace(b"\\/", b"/")), [])
                self.assertEqual(SEARCH.files(editor.folder), {})
                editor.leave()
        self.assertIn(b"wait.py", self.search())

    def test_proxy(self):
        """A proxy that wants another password, and tells what it was given."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        heard = []

        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    request = connection.recv(65536)
                    heard.append(request)
                    said = b"user:" + PROXY.encode() + b" " + request
                    connection.sendall(b"HTTP/1.1 407 no " + said.replace(b"\r\n", b" ") +
                                       b"\r\nContent-Length: %d\r\n\r\n" % len(said) + said)

        threading.Thread(target=serve, daemon=True).start()
        self.configure(9)
        quoted = PROXY.replace("%", "%25").replace("/", "%2F").replace("+", "%2B")
        for port in (listener.getsockname()[1], 9):
            status, verdict = self.run_job(
                "--provider", "anthropic", HTTPS_PROXY=f"http://user:{quoted}@127.0.0.1:{port}")
            self.assertEqual(status, 3, verdict)
        self.assertIn(base64.b64encode(b"user:" + PROXY.encode()), heard[0])
        # The proxy is the user's own: kadane keeps it, what it runs in the sandbox never gets it.
        self.seen = {key: data for key, data in self.seen.items()
                     if b"kadane\0run\0" not in key[1]}
        self.search()


if __name__ == "__main__":
    unittest.main()
