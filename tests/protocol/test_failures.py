#!/usr/bin/env python3
"""Retries, repairs, fallbacks and the way there: what a person is told, and what is asked again.

Runs live/ask and kadane itself (from the build folder of KADANE) against small servers of its own.
"""

import concurrent.futures
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

from editor import Editor
from loopback import TEXT, Proxy, Server, certificates, error, stream, wait_for_close

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KADANE = os.path.abspath(os.environ.get("KADANE", os.path.join(ROOT, "build", "kadane")))
ASK = os.environ.get("ASK", os.path.join(os.path.dirname(KADANE), "live", "ask"))
KEY = "sk-failures-0001"
LOADING = {"type": "unavailable_error", "code": 503}


def environment(**more):
    env = {k: v for k, v in os.environ.items()
           if not k.endswith(("_API_KEY", "_BASE_URL", "_TOKEN", "_proxy", "_PROXY"))
           and k not in ("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE")}
    return {**env, "OPENAI_API_KEY": KEY, **more}


class Case(unittest.TestCase):
    maxDiff = None

    def ask(self, base, *arguments, env=None):
        """One question: the result, what was told meanwhile under "news", and the time it took."""
        begin = time.monotonic()
        done = subprocess.run([ASK, "openai", "--base", base, "--json", *arguments, "hello"],
                              capture_output=True, text=True, timeout=60, check=False,
                              env=env or environment())
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertNotIn(KEY, done.stdout + done.stderr)
        results = [json.loads(line) for line in done.stdout.splitlines()]
        result = results[-1]
        result["all"], result["log"] = results, done.stderr
        result["news"] = [line[6:] for line in done.stderr.splitlines()
                          if line.startswith("news: ")]
        result["seconds"] = time.monotonic() - begin
        return result

    def local(self, server, *arguments, **more):
        return self.ask(f"http://127.0.0.1:{server.port}/v1", *arguments, **more)

    def whole(self, result, tries=1):
        self.assertEqual((result["outcome"], result["text"], result["tries"]),
                         ("complete", TEXT, tries), result)


class Again(Case):
    """Asked again, and told so."""

    def test_waits_are_told(self):
        soon = {"retry-after-ms": "40"}
        with Server(error(529, headers=soon), error(429, headers=soon), stream()) as server:
            got = self.local(server)
        self.whole(got, 3)
        self.assertEqual(got["news"], ["openai is overloaded (529); trying again in 1 s",
                                       "openai wants fewer requests (429); trying again in 1 s"])
        first, second, third = (ask["at"] for ask in server.asked)
        self.assertGreater(second - first, 0.03)
        self.assertGreater(third - second, 0.03)

    def test_cancel_ends_a_wait_at_once(self):
        with Server(error(429, headers={"retry-after": "50"})) as server:
            got = self.local(server, "--cancel-ms", "300")
        self.assertEqual((got["kind"], got["tries"]), ("cancelled", 1))
        self.assertEqual(got["news"], ["openai wants fewer requests (429); trying again in 50 s"])
        self.assertLess(got["seconds"], 5)

    def test_too_long_a_wait_is_not_waited(self):
        with Server(error(429, headers={"retry-after": "61"})) as server:
            got = self.local(server)
        self.assertEqual((got["kind"], got["tries"], got["news"]), ("busy", 1, []))
        self.assertRegex(got["error"], r"asks to wait 61 s, until \d\d:\d\d: no")

    def test_not_after_the_first_word(self):
        def half(handler):
            data = stream()[2].partition(b"\n\n")[0] + b"\n\n"
            handler.send_response(200)
            handler.send_header("Content-Length", "5000")
            handler.end_headers()
            handler.wfile.write(data)
        with Server(half) as server:
            got = self.local(server)
        self.assertEqual((got["tries"], got["news"]), (1, []))

    def test_a_model_that_loads(self):
        """More often than others are asked again, and no longer than the first byte may take."""
        loading = error(503, "Loading model", {"retry-after-ms": "30"}, **LOADING)
        with Server(loading, loading, loading, loading, stream()) as server:
            got = self.local(server)
        self.whole(got, 5)
        self.assertEqual(set(got["news"]),
                         {"openai is loading the model (503); trying again in 1 s"})
        with Server(loading) as server:
            got = self.local(server, "--first-byte-ms", "400")
        self.assertEqual(got["kind"], "busy")
        self.assertIn("Loading model", got["error"])
        self.assertGreater(got["tries"], 3)
        self.assertLess(got["seconds"], 5)

    def test_silence_of_a_local_server_is_told(self):
        def slow(_):
            time.sleep(0.5)
            return stream()
        with Server(slow) as server:
            got = self.local(server, "--first-byte-ms", "1200")
        self.whole(got)
        self.assertEqual(got["news"], ["openai has not answered yet: it may be loading the model"])

    def test_cancel_is_seen_by_the_server(self):
        closed = []
        with Server(lambda handler: closed.append(wait_for_close(handler))) as server:
            begin = time.monotonic()
            got = self.local(server, "--cancel-ms", "200")
            while not closed and time.monotonic() - begin < 20:
                time.sleep(0.01)
        self.assertEqual(got["kind"], "cancelled")
        self.assertLess(closed[0] - server.asked[0]["at"], 3)


class Repaired(Case):
    """A parameter that the server does not take."""

    def test_remembered(self):
        def picky(handler):
            body = handler.server.asked[-1]["body"]
            for name in ("temperature", "stream_options"):
                if name in body:
                    return error(400, f"Unsupported parameter: '{name}'", param=name)
            return stream(usage=False)
        with Server(picky) as server:
            got = self.local(server, "--temperature", "50", "--times", "2")
        self.assertEqual([one["outcome"] for one in got["all"]], ["complete"] * 2)
        self.assertEqual([one["tries"] for one in got["all"]], [3, 1])
        self.assertEqual(len(server.asked), 4)
        self.assertNotIn("temperature", server.asked[-1]["body"])
        self.assertEqual(got["news"],
                         ["openai refused the request; asking again without temperature",
                          "openai refused the request; asking again without stream_options"])

    def test_smaller(self):
        """A server with a small context says how much it takes."""
        said = ("This model's maximum context length is 4096 tokens. However, you requested 8288 "
                "tokens (96 in the messages, 8192 in the completion).")
        with Server(error(400, said), stream()) as server:
            self.whole(self.local(server), 2)
        self.assertEqual([ask["body"]["max_tokens"] for ask in server.asked], [8192, 4000])

    def test_what_is_not_a_parameter(self):
        with Server(error(400, "messages: wrong")) as server:
            got = self.local(server)
        self.assertEqual((got["kind"], got["tries"], got["news"]), ("input", 1, []))


@unittest.skipUnless(shutil.which("openssl"), "no openssl to make certificates with")
class Secure(Case):
    """TLS with a CA of our own, HTTP/2, and a proxy in between."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        certificates(cls.folder)

    def trusting(self, **more):
        return environment(SSL_CERT_FILE=os.path.join(self.folder, "ca.pem"), **more)

    def test_who_is_trusted(self):
        with Server(stream(), tls=self.folder) as server:
            base = f"https://127.0.0.1:{server.port}/v1"
            got = self.ask(base)
            self.assertEqual((got["kind"], got["tries"], server.asked), ("world", 1, []))
            self.assertIn("set SSL_CERT_FILE", got["error"])
            ca, folder = (os.path.join(self.folder, name) for name in ("ca.pem", "trusted"))
            for env in ({"SSL_CERT_FILE": ca}, {"CURL_CA_BUNDLE": ca}, {"SSL_CERT_DIR": folder}):
                self.whole(self.ask(base, env=environment(**env)))
            got = self.ask(base, env=environment(SSL_CERT_FILE="/nowhere/ca.pem"))
            self.assertIn("SSL_CERT_FILE", got["error"])

    def test_connection_is_kept(self):
        with Server(stream(), tls=self.folder) as server:
            got = self.ask(f"https://localhost:{server.port}/v1", "--times", "2",
                           env=self.trusting())
        self.whole(got)
        self.assertEqual(len({ask["peer"] for ask in server.asked}), 1)

    def test_no_tls_there(self):
        with Server(stream()) as server:
            got = self.ask(f"https://127.0.0.1:{server.port}/v1", env=self.trusting())
        self.assertEqual(got["kind"], "world")
        self.assertIn("is it an https server?", got["error"])

    def test_proxy(self):
        """The key goes through it unseen; its password is in no message."""
        with Server(stream(), tls=self.folder) as server, Proxy(server.port) as proxy:
            base = f"https://models.test:{server.port}/v1"
            env = self.trusting(HTTPS_PROXY=f"http://name:hush-hush@{proxy.address}")
            got = self.ask(base, env=env)
            self.whole(got)
            self.assertIn(f"CONNECT models.test:{server.port}", proxy.heads[0])
            self.assertIn("Proxy-Authorization: Basic", proxy.heads[0])
            self.assertNotIn(KEY, proxy.heads[0])
            self.assertNotIn("hush-hush", got["log"])
            # Whoever stands there cannot pretend to be somebody else.
            got = self.ask("https://other.test/v1", env=env)
            self.assertIn("the certificate could not be verified", got["error"])
            count = len(proxy.heads)
            # Not for what is on this machine, nor for what the user says.
            self.whole(self.ask(f"https://localhost:{server.port}/v1", env=env))
            self.assertEqual(len(proxy.heads), count)
            got = self.ask(f"https://0.0.0.0:{server.port}/v1", env={**env, "NO_PROXY": "0.0.0.0"})
            self.assertIn("the certificate could not be verified", got["error"])
            self.assertEqual(len(proxy.heads), count)
            got = self.ask(f"https://0.0.0.0:{server.port}/v1", env=env)
            self.assertEqual(len(proxy.heads), count + 1)

    def refused(self, status, word, tries):
        with Proxy(0, status) as proxy:
            env = self.trusting(HTTPS_PROXY=f"http://name:hush-hush@{proxy.address}")
            got = self.ask("https://models.test/v1", env=env)
        self.assertEqual((got["kind"], got["tries"]), ("world", tries), got)
        self.assertIn(word, got["error"])
        self.assertNotIn("hush-hush", got["error"] + got["log"])

    def none(self, proxy):
        got = self.ask("https://models.test/v1", env=self.trusting(HTTPS_PROXY=proxy))
        self.assertEqual(got["kind"], "world", got)
        for word in ("hush-hush", "name:"):
            self.assertNotIn(word, got["error"] + got["log"])

    def test_proxy_that_does_not_help(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            jobs = [pool.submit(self.refused, *what) for what in (
                (407, "HTTPS_PROXY=http://name", 1), (403, "NO_PROXY", 1),
                (502, "could not reach it (502)", 3))]
            jobs += [pool.submit(self.none, proxy) for proxy in (
                "http://name:hush-hush@127.0.0.1:99999", "sock://name:hush-hush@127.0.0.1:9",
                "name:hush-hush@no such host")]
            for job in jobs:
                job.result()

    @unittest.skipUnless(shutil.which("node"), "no Node.js")
    def test_http2(self):
        """One connection for all of it; a cancel ends a stream, not the connection."""
        script = """
            const fs = require("fs"), http2 = require("http2");
            const [folder, answer] = process.argv.slice(1);
            const read = (name) => fs.readFileSync(folder + "/" + name);
            const server = http2.createSecureServer(
                {cert: read("server.pem"), key: read("key.pem"), allowHTTP1: true});
            let sessions = 0, asked = 0;
            server.on("session", () => console.log("session", ++sessions));
            server.on("request", (request, response) => {
                const first = ++asked === 1;
                request.on("data", () => {});
                request.stream.on("close", () => console.log("closed", request.stream.rstCode === 0));
                request.on("end", () => {
                    console.log("asked", request.httpVersion);
                    response.writeHead(200, {"content-type": "text/event-stream"});
                    if (first) response.write("data: {}\\n\\n");
                    else response.end(answer);
                });
            });
            server.listen(0, "127.0.0.1", () => console.log("port", server.address().port));
        """
        node = subprocess.Popen(["node", "-e", script, self.folder, stream()[2].decode()],
                                stdout=subprocess.PIPE, text=True)
        killer = threading.Timer(30, node.kill)
        killer.start()
        try:
            port = int(node.stdout.readline().split()[1])
            got = self.ask(f"https://localhost:{port}/v1", "--times", "3", "--cancel-ms", "1000",
                           env=self.trusting())
            said = [node.stdout.readline().strip() for _ in range(7)]
        finally:
            killer.cancel()
            node.kill()
            node.stdout.close()
            node.wait()
        self.assertEqual([one["outcome"] for one in got["all"]],
                         ["failed", "complete", "complete"], got)
        self.assertEqual(said, ["session 1", "asked 2.0", "closed false", "asked 2.0",
                                "closed true", "asked 2.0", "closed true"])


class Fallback(Case):
    """Who is asked when the first one fails: only by the user's own word."""

    def translate(self, config, **env):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "config", "kadane"))
            with open(os.path.join(folder, "config/kadane/config.json"), "w",
                      encoding="utf-8") as file:
                json.dump({"timing": {"budget": 0}, "builds": {"budget": 0},
                           "checks": {"facts": False, "sanitizers": False, "vary": False},
                           **config}, file)
            path = os.path.join(folder, "nothing.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write("pass\n")
            xdg = {f"XDG_{name.upper()}_HOME": os.path.join(folder, name)
                   for name in ("config", "cache", "state")}
            done = subprocess.run([KADANE, "run", "translate", path, "--json"],
                                  capture_output=True, text=True, timeout=120, check=False,
                                  env=environment(ANTHROPIC_API_KEY=KEY, **xdg, **env))
        self.assertNotIn(KEY, done.stdout + done.stderr)
        return json.loads(done.stdout), done.stderr

    def notes(self, verdict):
        return [one["text"] for one in verdict["findings"] if one["kind"] == "note"]

    def test_next_one_answers(self):
        with Server(error(401)) as first, Server(stream()) as second:
            verdict, _ = self.translate(
                {"provider": "anthropic", "model": "m-1",
                 "fallback": ["nobody", "deepseek", "openai/m-2", "ollama"]},
                ANTHROPIC_BASE_URL=f"http://127.0.0.1:{first.port}",
                OPENAI_BASE_URL=f"http://127.0.0.1:{second.port}/v1")
        self.assertEqual(verdict["provider"], "openai")
        self.assertTrue(verdict["compiles"], verdict)
        self.assertEqual([ask["body"]["model"] for ask in second.asked], ["m-2"])
        self.assertEqual(len(first.asked), 1)
        notes = self.notes(verdict)
        self.assertIn("no provider is called \"nobody\" (setting fallback)", notes)
        self.assertTrue(any(note.startswith("deepseek was asked instead: anthropic at http://127.0")
                            and "ANTHROPIC_API_KEY" in note for note in notes), notes)
        self.assertTrue(any(note.startswith("openai was asked instead: ")
                            and "DEEPSEEK_API_KEY" in note for note in notes), notes)

    def test_not_for_a_bad_request(self):
        with Server(error(400, "no")) as first, Server(stream()) as second:
            verdict, said = self.translate(
                {"provider": "anthropic", "fallback": ["openai"]},
                ANTHROPIC_BASE_URL=f"http://127.0.0.1:{first.port}",
                OPENAI_BASE_URL=f"http://127.0.0.1:{second.port}/v1")
        self.assertEqual((verdict["provider"], second.asked), ("anthropic", []))
        self.assertIn("refused the request (400)", said)

    def test_all_fail(self):
        with Server(error(402)) as first, Server(error(404)) as second:
            verdict, said = self.translate(
                {"provider": "anthropic", "fallback": ["openai"]},
                ANTHROPIC_BASE_URL=f"http://127.0.0.1:{first.port}",
                OPENAI_BASE_URL=f"http://127.0.0.1:{second.port}/v1")
        self.assertEqual((len(first.asked), len(second.asked)), (1, 1))
        self.assertIn("kadane models --provider openai", said)
        self.assertTrue(any("it wants to be paid" in note for note in self.notes(verdict)))

    def test_editor_sees_it(self):
        with Server(error(402)) as first, Server(stream()) as second, \
                tempfile.TemporaryDirectory() as config:
            os.mkdir(os.path.join(config, "kadane"))
            with open(os.path.join(config, "kadane/config.json"), "w", encoding="utf-8") as file:
                json.dump({"sandbox": {"ask": False}, "fallback": ["openai"]}, file)
            # What an editor says of it counts for nothing.
            editor = Editor(options={"provider": "anthropic", "fallback": []}, env={
                "XDG_CONFIG_HOME": config, "OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY,
                "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{first.port}",
                "OPENAI_BASE_URL": f"http://127.0.0.1:{second.port}/v1"})
            editor.open("nothing.py", "pass\n")
            job = editor.translate("nothing.py")
            editor.wait_end(job)
            said = [value.get("message", "") for value in editor.progress(job)]
            editor.leave()
        self.assertIn("anthropic failed; asking openai", said)
        self.assertEqual((len(first.asked), len(second.asked)), (1, 1))

    def test_timeouts_are_settings(self):
        with Server(lambda handler: wait_for_close(handler) and None) as server:
            begin = time.monotonic()
            _, said = self.translate({"provider": "openai", "timeouts": {"firstByte": 0.3}},
                                     OPENAI_BASE_URL=f"http://127.0.0.1:{server.port}/v1")
        self.assertIn("no answer came for 0.3 seconds (setting timeouts.firstByte)", said)
        self.assertLess(time.monotonic() - begin, 20)


if __name__ == "__main__":
    unittest.main()
