#!/usr/bin/env python3
"""Keys that a command tells: run when needed and not before, once more when refused, and what is
said when there is none."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checks  # noqa: E402
from asked import User, provider, sent  # noqa: E402
from editor import SUM_CPP, SUM_PY, WRONG_CPP, Editor, fenced  # noqa: E402

KEY = "sk-told-by-a-command-0001"
ASK = os.environ.get("ASK", os.path.join(os.path.dirname(checks.KADANE), "live", "ask"))
COUNTED = '#!/bin/sh\necho run >> "%s"\n%s\n'


class Told(unittest.TestCase):
    def setUp(self):
        self.user = User()
        self.addCleanup(self.user.remove)
        self.user.write("work/sum.py", SUM_PY)
        self.runs = self.user.path("runs")

    def command(self, script):
        """The path of a program that counts its runs."""
        return self.user.write("bin/tell", COUNTED % (self.runs, script), 0o755)

    def count(self):
        path = pathlib.Path(self.runs)
        return len(path.read_text().splitlines()) if path.exists() else 0

    def configure(self, port, key):
        self.user.configure({}, {"mine": {
            "dialect": "anthropic", "url": f"http://127.0.0.1:{port}", "key": key}})

    def ask(self, provider, *arguments, **env):
        """One question: what came of it."""
        done = subprocess.run(
            [ASK, provider, "--json", *arguments, "hello"], capture_output=True, text=True,
            check=False, timeout=60, env=self.user.environment(**env))
        self.assertNotIn(KEY, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def test_told_once(self):
        script = f'pwd > "{self.user.path("where")}"; printf "  {KEY} \\r\\nsecond line\\n"'
        with provider("--key", KEY, "--answer", fenced(WRONG_CPP), "--answer",
                      fenced(SUM_CPP)) as (port, requests):
            self.configure(port, "cmd:" + self.command(script) + " 'one word' two")
            done = self.user.run("run", "translate", "sum.py", "--provider", "mine", "--quick",
                                 "--time-budget", "0")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn(KEY, done.stdout + done.stderr)
            self.assertEqual([r["headers"]["x-api-key"] for r in sent(requests)], [KEY, KEY])
        self.assertEqual(self.count(), 1)
        self.assertEqual(pathlib.Path(self.user.path("where")).read_text(), "/\n")

    def test_not_run_when_not_needed(self):
        with provider() as (port, _):
            command = "cmd:" + self.command("echo " + KEY)
            self.user.configure({}, {"anthropic": {"key": command},
                                     "mine": {"dialect": "openai", "url": "https://none.invalid",
                                              "key": command}})
            result = self.ask("anthropic", ANTHROPIC_BASE_URL=f"http://127.0.0.1:{port}",
                              ANTHROPIC_API_KEY="sk-in-the-environment")
            self.assertEqual(result["outcome"], "complete", result)
            self.user.run("doctor", "--json")
        self.assertEqual(self.count(), 0)

    def test_once_more_when_refused(self):
        script = f'[ -f "{self.runs}.old" ] && echo {KEY} || echo sk-an-old-one-0000; ' \
                 f': > "{self.runs}.old"'
        with provider("--key", KEY) as (port, requests):
            self.configure(port, "cmd:" + self.command(script))
            result = self.ask("mine")
            self.assertEqual(result["outcome"], "complete", result)
            self.assertEqual([r["headers"]["x-api-key"] for r in sent(requests)],
                             ["sk-an-old-one-0000", KEY])
        self.assertEqual(self.count(), 2)

    def test_what_it_inherits(self):
        """Run again after a request, it gets none of the connections that are still open."""
        there = self.user.path("there")
        script = f'ls -l /proc/self/fd > "{there}"; [ -f "{self.runs}.old" ] && echo {KEY} || ' \
                 f'echo sk-an-old-one-0000; : > "{self.runs}.old"'
        with provider("--key", KEY) as (port, _):
            self.configure(port, "cmd:" + self.command(script))
            self.assertEqual(self.ask("mine")["outcome"], "complete")
        self.assertEqual(self.count(), 2)
        held = {int(fd): what for fd, what in
                re.findall(r" (\d+) -> (.*)", pathlib.Path(there).read_text())}
        self.assertLessEqual({0, 1, 2}, set(held))
        # "ls" itself has the folder open.
        self.assertEqual([what for fd, what in held.items()
                          if fd > 2 and not what.startswith("/proc/")], [])

    def test_refused_for_good(self):
        with provider("--key", "sk-another-0000") as (port, requests):
            self.configure(port, "cmd:" + self.command("echo " + KEY))
            result = self.ask("mine")
            self.assertEqual(result["kind"], "auth")
            self.assertIn("refused the key (401): check cmd:", result["error"])
            self.assertEqual(len(sent(requests)), 1)  # with the same key there is no second try
        self.assertEqual(self.count(), 2)

    def test_two_jobs_at_once(self):
        """The command is run for one of them, and once more when both are refused the key."""
        script = f'sleep 0.5; [ -f "{self.runs}.old" ] && echo {KEY} || echo sk-an-old-one-0000; ' \
                 f': > "{self.runs}.old"'
        with provider("--key", KEY, "--answer", "No code.") as (port, requests):
            self.configure(port, "cmd:" + self.command(script))
            self.user.write("config/kadane/config.json", '{"sandbox": {"ask": false}}')
            editor = Editor(options={"provider": "mine", "rounds": 1}, env=self.user.environment())
            self.addCleanup(editor.server.stop)
            for name in ("a.py", "b.py"):
                editor.open(name, SUM_PY)
            jobs = [editor.translate(name) for name in ("a.py", "b.py")]
            for job in jobs:
                self.assertIn("no program", editor.wait_end(job)["message"])
            keys = [r["headers"]["x-api-key"] for r in sent(requests)]
            self.assertEqual(keys.count(KEY), 2)
            editor.leave()
        self.assertEqual(self.count(), 2)

    def test_failures(self):
        say = f"echo {KEY}; "
        cases = [
            (say + "echo first >&2; echo 'gpg: no\tsecret key' >&2; exit 3",
             "failed with status 3: gpg: no"),
            (say + f"echo 'bad: {KEY}' >&2; exit 4", "failed with status 4"),
            ("exit 0", "printed no key in its first line"),
            (f"echo; echo {KEY}", "printed no key in its first line"),
            (f"printf 'a\\001{KEY}\\n'", "printed no key in its first line"),
            (say + "kill -9 $$", "failed with status 137"),
            (say + "sleep 60", "was stopped, it was not done within 0.5 s"),
            (say + "yes", "was stopped, it wrote more than"),
        ]
        with provider() as (port, requests):
            for script, words in cases:
                with self.subTest(words):
                    begun = time.monotonic()
                    self.configure(port, "cmd:" + self.command(script) + " --token=" + KEY)
                    patience = "500" if "sleep" in script else "60000"
                    result = self.ask("mine", "--first-byte-ms", patience)
                    self.assertEqual((result["outcome"], result["kind"]), ("failed", "auth"))
                    self.assertIn("mine: the command for its key", result["error"])
                    self.assertIn("/bin/tell", result["error"])
                    self.assertIn(words, result["error"])
                    self.assertNotIn("\n", result["error"])
                    self.assertLess(time.monotonic() - begun, 20 * checks.PATIENCE)
            self.assertEqual(sent(requests), [])

    def test_no_such_command(self):
        for key, words in (("cmd:no-such-program-here show", "no program on PATH"),
                           ("cmd:", "names no command"), ("cmd:'open", "quote")):
            self.configure(9, key)
            self.assertIn(words, self.ask("mine")["error"])


if __name__ == "__main__":
    unittest.main()
