"""An editor as the tests need it: it has a folder of its own, recordings that the model answers
from, and remembers all the server says. Also two programs to translate, and their answers."""

import atexit
import json
import os
import pathlib
import shutil
import tempfile
import time
import urllib.parse

from checks import PATIENCE, server

WAIT = 60.0 * PATIENCE

SUM_PY = "total = 0\nfor i in range(2000000):\n    total += i\nprint(total)\n"
SUM_CPP = """#include <cstdio>
int main() {
    long long total = 0;
    for (long long i = 0; i < 2000000; i++)
        total += i;
    std::printf("%lld\\n", total);
}"""
WRONG_CPP = SUM_CPP.replace("total += i", "total += 2 * i")
RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}


def recording(when, *answers, pace=0):
    """The text of a recorded conversation."""
    text = "A conversation for the tests.\n"
    if pace:
        text += f"pace: {pace}\n"
    text += f"\n-- when --\n{when}\n"
    for number, answer in enumerate(answers, 1):
        text += f"-- answer {number} --\n{answer}\n"
    return text


def fenced(code, prose=""):
    return f"```cpp\n{code}\n```\n{prose}"


FULL = {
    "general": {"positionEncodings": ["utf-8", "utf-16"]},
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "workspace": {
        "codeLens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
    },
    "textDocument": {
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["refactor"]}},
            "tagSupport": {"valueSet": [1]},
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "publishDiagnostics": {"relatedInformation": True, "dataSupport": True},
    },
}


class Editor:
    """An editor with one server, a folder of its own, and recordings to answer from."""

    def __init__(
        self, capabilities=None, options=None, recordings=None, answers=None, env=None, ask=False,
        **params
    ):
        self.folder = tempfile.mkdtemp(prefix="kadane-actions-")
        self.replay = os.path.join(self.folder, "replay")
        self.cache = os.path.join(self.folder, "cache")
        self.code = os.path.join(self.folder, "code space")
        for folder in (self.replay, self.cache, self.code):
            os.mkdir(folder)
        for name, text in (recordings or {}).items():
            pathlib.Path(self.replay, name + ".txt").write_text(text)
        if not ask:  # whether code may be run here; test_consent.py has it asked
            os.mkdir(os.path.join(self.folder, "kadane"))
            pathlib.Path(self.folder, "kadane/config.json").write_text('{"sandbox": {"ask": false}}')
        atexit.register(shutil.rmtree, self.folder, True)
        folders = {"XDG_CACHE_HOME": self.cache, "XDG_CONFIG_HOME": self.folder,
                   "XDG_STATE_HOME": self.folder}
        self.server = server(**{**folders, **(env or {})})
        self.answers = self.server.answers  # to the server's requests: method -> function
        self.answers.update(answers or {})
        self.log = self.server.messages  # all the server said, in order
        self.seen = 0  # how many of them were looked at by `wait`
        self.versions = {}
        settings = {
            "provider": "replay",
            "replay": {"folder": self.replay},
            "timing": {"budget": 1},
            "checks": {"facts": False, "sanitizers": False, "vary": False},
            "builds": {"budget": 0},
            "cache": {"enabled": False},
        }
        settings.update(options or {})
        self.initialize = self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": None,
                "capabilities": FULL if capabilities is None else capabilities,
                "initializationOptions": settings,
                **params,
            },
        )["result"]
        self.tell("initialized", {})

    # --- talking ---

    def wait(self, wanted, what, timeout=WAIT):
        """The first message from now on for which `wanted` is true."""
        end = time.monotonic() + timeout
        while True:
            with self.server.changed:
                while self.seen < len(self.log):
                    self.seen += 1
                    if wanted(self.log[self.seen - 1]):
                        return self.log[self.seen - 1]
                if self.server.ended or time.monotonic() >= end:
                    raise AssertionError(f"no {what}")
                self.server.changed.wait(end - time.monotonic())

    def settle(self, seconds=0.3):
        """Wait until nothing has come for a while."""
        before = -1
        while before != len(self.log):
            before = len(self.log)
            time.sleep(seconds * PATIENCE)
        self.seen = before

    def tell(self, method, params):
        self.server.notify(method, params)

    def ask(self, method, params=None):
        """The whole answer to a request."""
        id = self.server.ask(method, params)
        return self.wait(lambda m: "method" not in m and m.get("id") == id, f"answer to {method}")

    def result(self, method, params):
        answer = self.ask(method, params)
        assert "result" in answer, answer
        return answer["result"]

    # --- documents ---

    def path(self, name):
        return os.path.join(self.code, name)

    def uri(self, name):
        return "file://" + urllib.parse.quote(self.path(name))

    def open(self, name, text, language="python", version=1, save=True):
        if save:
            pathlib.Path(self.path(name)).write_text(text)
        self.versions[name] = version
        item = {"uri": self.uri(name), "languageId": language, "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def edit(self, name, line, character, text, end=None):
        self.versions[name] += 3
        start = {"line": line, "character": character}
        self.tell(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.uri(name), "version": self.versions[name]},
                "contentChanges": [{"range": {"start": start, "end": end or start}, "text": text}],
            },
        )

    def close_document(self, name):
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    # --- what a person does ---

    def actions(self, name, **context):
        return self.result(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": self.uri(name)},
                "range": RANGE,
                "context": {"diagnostics": [], **context},
            },
        )

    def execute(self, command, *arguments):
        return self.ask("workspace/executeCommand", {"command": command, "arguments": arguments})

    def translate(self, name):
        answer = self.execute("kadane.translate", {"uri": self.uri(name)})
        assert "result" in answer, answer
        return answer["result"]["jobId"]

    def at(self, method, name, line=0):
        place = {"textDocument": {"uri": self.uri(name)}}
        if method == "hover":
            place["position"] = {"line": line, "character": 0}
        if method == "inlayHint":
            place["range"] = {
                "start": {"line": 0, "character": 0},
                "end": {"line": 1000, "character": 0},
            }
        return self.result("textDocument/" + method, place)

    # --- what came ---

    def of(self, method):
        return [m["params"] for m in self.log if m.get("method") == method]

    def progress(self, job):
        """The kinds and messages of one job's progress, in order."""
        return [
            p["value"]
            for p in self.of("$/progress")
            if str(p["token"]).endswith("/" + job)
        ]

    def wait_end(self, job):
        if any(v["kind"] == "end" for v in self.progress(job)):
            return self.progress(job)[-1]
        message = self.wait(
            lambda m: m.get("method") == "$/progress"
            and m["params"]["token"].endswith("/" + job)
            and m["params"]["value"]["kind"] == "end",
            "end of progress",
        )
        return message["params"]["value"]

    def wait_phase(self, job, word):
        if any(word in v.get("message", "") for v in self.progress(job)):
            return
        self.wait(
            lambda m: m.get("method") == "$/progress"
            and m["params"]["token"].endswith("/" + job)
            and word in m["params"]["value"].get("message", ""),
            f"progress with '{word}'",
        )

    def diagnostics(self, name):
        """What the editor shows now; None when nothing was ever sent."""
        sent = [p for p in self.of("textDocument/publishDiagnostics") if p["uri"] == self.uri(name)]
        return sent[-1]["diagnostics"] if sent else None

    def left(self):
        """What lies in the cache where jobs have their folders."""
        jobs = os.path.join(self.cache, "kadane", "jobs")
        return os.listdir(jobs) if os.path.isdir(jobs) else []

    def leave(self, status=0):
        """Shut down; nothing may be left behind."""
        if status == 0:
            self.result("shutdown", None)
            self.tell("exit", None)
        assert self.server.wait_exit() == status
        assert self.left() == []


GOOD = {"sum": recording("range(2000000)", fenced(SUM_CPP, "That is all."))}
SLOW = {"sum": recording("range(2000000)", "Let me think. " * 400 + fenced(SUM_CPP), pace=50)}
