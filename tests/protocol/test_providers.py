#!/usr/bin/env python3
"""How providers are asked: what is sent, what is refused unsent, when it is given up.

Runs live/ask from the build folder (beside the kadane that KADANE names) against
tests/wire/server.py. What comes of all the ways in which a provider can misbehave is
test_wire.py's matter; here is what takes one process, or a watch.
"""

import contextlib
import glob
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TESTS)
KADANE = os.path.abspath(os.environ.get("KADANE", os.path.join(ROOT, "build", "kadane")))
ASK = os.environ.get("ASK", os.path.join(os.path.dirname(KADANE), "live", "ask"))
ANSWER = "Here you are: größer 😀\n\n```cpp\nint main() { return 0; }\n```\nEnjoy.\n"
KEYS = {"anthropic": "sk-ant-secret-0001", "openai": "sk-oai-secret-0002"}
DIALECTS = ("anthropic", "openai")


@contextlib.contextmanager
def provider(*arguments):
    """A running server: its port, and the folder with the requests it got."""
    with tempfile.TemporaryDirectory() as requests:
        server = subprocess.Popen(
            [sys.executable, os.path.join(TESTS, "wire", "server.py"), "--requests", requests,
             *arguments], stdout=subprocess.PIPE, text=True)
        try:
            port = int(server.stdout.readline())
            server.stdout.readline()
            yield port, requests
        finally:
            server.send_signal(signal.SIGKILL)
            server.wait()
            server.stdout.close()


def sent(requests, label=""):
    """What the server got, in order."""
    out = []
    for path in sorted(glob.glob(os.path.join(requests, label + "[0-9]*.json"))):
        with open(path, encoding="utf-8") as file:
            out.append(json.load(file))
    return out


def environment(keys=True, **more):
    env = {k: v for k, v in os.environ.items()
           if not k.endswith(("_API_KEY", "_BASE_URL", "_TOKEN", "_proxy", "_PROXY"))}
    if keys:
        env["ANTHROPIC_API_KEY"] = KEYS["anthropic"]
        env["OPENAI_API_KEY"] = KEYS["openai"]
    env.update(more)
    return env


class Case(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        cls.port, cls.requests = stack.enter_context(provider("--answer", ANSWER))

    def base(self, fault="", times=0):
        if not fault:
            return f"http://127.0.0.1:{self.port}"
        return f"http://127.0.0.1:{self.port}/fault/{fault}/{times}/{self.id().split('.')[-1]}"

    def ask(self, dialect, base, *arguments, env=None, turns=("hello",)):
        """One question: the result, with what was logged under "log" and the time it took."""
        path = "" if dialect == "anthropic" else "/v1"
        begin = time.monotonic()
        done = subprocess.run(
            [ASK, dialect, "--base", base + path, "--json", *arguments, *turns],
            capture_output=True, text=True, timeout=60, check=False, env=env or environment())
        self.assertIn(done.returncode, (0, 1), done.stderr)
        for key in KEYS.values():
            self.assertNotIn(key, done.stdout + done.stderr)
        result = json.loads(done.stdout)
        result["log"], result["seconds"] = done.stderr, time.monotonic() - begin
        self.assertEqual(result["kind"] == "none", result["outcome"] in ("complete", "truncated"))
        return result

    def both(self, fault, *arguments, times=0):
        for dialect in DIALECTS:
            # A name of its own: the server counts by it.
            base = self.base(fault, times) + ("-" + dialect if fault else "")
            yield dialect, self.ask(dialect, base, *arguments)

    def whole(self, result, text=ANSWER):
        self.assertEqual((result["outcome"], result["text"]), ("complete", text), result)


class Good(Case):
    """Streams that differ in form but mean the same."""

    def test_plain(self):
        for dialect, got in self.both(""):
            self.whole(got)
            self.assertEqual(got["tries"], 1)
            self.assertGreater(got["input_tokens"], 0)
            self.assertEqual(got["output_tokens"], (len(ANSWER) + 3) // 4)

    def test_server_that_does_not_hang_up(self):
        for _, got in self.both("linger"):
            self.whole(got)
            self.assertLess(got["seconds"], 3)
        # The last marker in a packet of its own, behind the reason for stopping.
        with provider("--answer", "x") as (port, _):
            for dialect in DIALECTS:
                quick = f"http://127.0.0.1:{port}/fault/linger-apart/0/{dialect}"
                got = self.ask(dialect, quick)
                self.whole(got, "x")
                self.assertLess(got["seconds"], 3)

    def test_think_block_is_dropped(self):
        with provider("--answer", "<think>\nhm, vector<int>\n</think>\n\nint x;") as (port, _):
            for dialect in DIALECTS:
                self.whole(self.ask(dialect, f"http://127.0.0.1:{port}"), "int x;")

    def test_environment_and_slashes(self):
        path = {"anthropic": "", "openai": "/v1"}
        for dialect in DIALECTS:
            for tail in ("", "/", "//"):
                url = self.base() + path[dialect] + tail
                env = environment(**{dialect.upper() + "_BASE_URL": url})
                done = subprocess.run([ASK, dialect, "--json", "hello"], env=env, text=True,
                                      capture_output=True, timeout=60, check=False)
                self.whole(json.loads(done.stdout))
        self.whole(self.ask("openai", self.base()))
        self.whole(self.ask("anthropic", self.base() + "/v1"))


class Sent(Case):
    """What goes over the wire."""

    def last(self):
        return sent(self.requests)[-1]

    def test_anthropic_body_and_headers(self):
        self.whole(self.ask("anthropic", self.base(), "--system", "be brief", "--model", "m-1",
                            "--max-tokens", "777", turns=("one ü", "two", "three")))
        got = self.last()
        self.assertEqual(got["path"], "/v1/messages")
        self.assertEqual(got["body"], {
            "model": "m-1", "max_tokens": 777, "system": "be brief", "stream": True,
            "messages": [{"role": "user", "content": "one ü"},
                         {"role": "assistant", "content": "two"},
                         {"role": "user", "content": "three"}]})
        headers = got["headers"]
        self.assertEqual(headers["x-api-key"], KEYS["anthropic"])
        self.assertEqual(headers["anthropic-version"], "2023-06-01")
        self.assertEqual(headers["accept"], "text/event-stream")
        self.assertEqual(headers["content-type"], "application/json")
        self.assertNotIn("authorization", headers)
        self.assertNotIn("expect", headers)
        self.assertEqual(headers["accept-encoding"], "identity")

    def test_openai_body_and_headers(self):
        self.whole(self.ask("openai", self.base(), "--system", "be brief", "--model", "m-2",
                            "--max-tokens", "55", "--temperature", "20"))
        got = self.last()
        self.assertEqual(got["path"], "/v1/chat/completions")
        self.assertEqual(got["body"], {
            "model": "m-2", "max_tokens": 55, "temperature": 0.2, "stream": True,
            "stream_options": {"include_usage": True},
            "messages": [{"role": "system", "content": "be brief"},
                         {"role": "user", "content": "hello"}]})
        self.assertEqual(got["headers"]["authorization"], "Bearer " + KEYS["openai"])
        self.assertNotIn("x-api-key", got["headers"])

    def test_temperature_is_not_sent_unasked(self):
        for dialect, _ in self.both(""):
            self.assertNotIn("temperature", self.last()["body"])

    def test_bearer_token(self):
        env = environment(keys=False, ANTHROPIC_AUTH_TOKEN="tok-secret-3")
        self.whole(self.ask("anthropic", self.base(), env=env))
        self.assertEqual(self.last()["headers"]["authorization"], "Bearer tok-secret-3")

    def test_no_key_for_a_local_server(self):
        for dialect in DIALECTS:
            self.whole(self.ask(dialect, self.base(), env=environment(keys=False)))
            self.assertFalse({"authorization", "x-api-key"} & set(self.last()["headers"]))

    def test_key_is_nowhere_but_in_its_header(self):
        for dialect, _ in self.both(""):
            got = self.last()
            key = KEYS[dialect]
            places = [name for name, value in got["headers"].items() if key in value]
            self.assertEqual(len(places), 1)
            self.assertNotIn(key, json.dumps(got["body"]) + got["path"])
            other = KEYS["openai" if dialect == "anthropic" else "anthropic"]
            self.assertNotIn(other, json.dumps(got))

    def test_proxy_is_not_asked_for_loopback(self):
        env = environment(http_proxy="http://127.0.0.1:9", all_proxy="http://127.0.0.1:9")
        self.whole(self.ask("openai", self.base(), env=env))

    def test_connection_is_kept(self):
        done = subprocess.run([ASK, "openai", "--base", self.base() + "/v1", "--times", "3",
                               "--json", "hello"], capture_output=True, text=True, timeout=60,
                              env=environment(), check=True)
        self.assertEqual(len(done.stdout.splitlines()), 3)
        self.assertEqual(len({r["peer"] for r in sent(self.requests)[-3:]}), 1)


class Refused(Case):
    """What is refused before anything is sent, or by the provider."""

    def test_before_sending(self):
        count = len(sent(self.requests))
        for dialect in DIALECTS:
            for base, word in (("ftp://127.0.0.1", "http"), ("http://u:p@127.0.0.1:1", "plain"),
                               ("http://127.0.0.1:1/?x=1", "plain"),
                               ("http://example.test:1", "in the clear")):
                got = self.ask(dialect, base)
                self.assertEqual((got["kind"], got["tries"]), ("input", 0), got)
                self.assertIn(word, got["error"])
            got = self.ask(dialect, "https://example.test", env=environment(keys=False))
            self.assertEqual((got["kind"], got["tries"]), ("auth", 0))
            self.assertIn(dialect.upper() + "_API_KEY", got["error"])
        self.assertEqual(len(sent(self.requests)), count)

    def test_key_with_a_line_break(self):
        env = environment(keys=False, OPENAI_API_KEY="sk-1\r\nx-evil: 1")
        got = self.ask("openai", self.base(), env=env)
        self.assertEqual((got["kind"], got["tries"]), ("input", 0))
        self.assertNotIn("evil", got["error"])

    def test_retried_statuses(self):
        for fault, wait in (("500", 0.3), ("429-ms", 0.05), ("429", 1), ("429-date", 0.5)):
            got = self.ask("openai", self.base(fault, 1) + "-" + fault)
            self.whole(got)
            self.assertEqual(got["tries"], 2)
            self.assertGreater(got["seconds"], wait)

    def test_one_repair(self):
        got = self.ask("openai", self.base("400-limit"), "--max-tokens", "99")
        self.whole(got)
        self.assertEqual(got["tries"], 2)
        body = sent(self.requests)[-1]["body"]
        self.assertEqual((body.get("max_tokens"), body["max_completion_tokens"]), (None, 99))
        for dialect, got in self.both("400-temperature", "--temperature", "50"):
            self.whole(got)
            self.assertNotIn("temperature", sent(self.requests)[-1]["body"])
        self.whole(self.ask("openai", self.base("400-options")))


class Patience(Case):
    """When it is given up."""

    def test_silence(self):
        for fault, clock, word in (("silence", "--first-byte-ms", "no answer came"),
                                   ("silence-inside", "--idle-ms", "silent"),
                                   ("comments", "--progress-ms", "no word of the answer"),
                                   ("comments", "--total-ms", "no whole answer"),
                                   ("silence", "--total-ms", "no whole answer")):
            got = self.ask("openai", self.base(fault), clock, "600")
            self.assertIn(word, got["error"])
            self.assertEqual((got["kind"], got["tries"]), ("world", 1))
            self.assertGreater(got["seconds"], 0.5)
            self.assertLess(got["seconds"], 4)

    def test_nobody_there(self):
        got = self.ask("openai", "http://127.0.0.1:9")
        self.assertEqual((got["kind"], got["tries"]), ("world", 3))
        self.assertIn("nothing answers", got["error"])

    def test_cancel(self):
        for fault, option in (("silence", "--cancel-ms"), ("silence-inside", "--cancel-ms"),
                              ("comments", "--cancel-ms"), ("500", "--cancel-ms")):
            for _, got in self.both(fault, option, "200"):
                self.assertEqual((got["outcome"], got["kind"]), ("failed", "cancelled"))
                self.assertLess(got["seconds"], 3)
        for _, got in self.both("bytes", "--cancel-bytes", "5"):
            self.assertEqual(got["kind"], "cancelled")
            self.assertLess(len(got["text"]), 20)


if __name__ == "__main__":
    unittest.main()
