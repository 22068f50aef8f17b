#!/usr/bin/env python3
"""Code actions, commands, jobs, progress, reports and configuration, as an editor sees them.

Drives the real server with real jobs: a model that answers from recordings, a compiler and a
sandbox that work."""

import atexit
import json
import os
import pathlib
import shutil
import tempfile
import time
import urllib.parse

from checks import PATIENCE, check, main, server
from raw import NO_ANSWER

WAIT = 60.0 * PATIENCE

SUM_PY = "total = 0\nfor i in range(300000):\n    total += i\nprint(total)\n"
SUM_CPP = """#include <cstdio>
int main() {
    long long total = 0;
    for (long long i = 0; i < 300000; i++)
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

    def __init__(self, capabilities=None, options=None, recordings=None, **params):
        self.folder = tempfile.mkdtemp(prefix="kadane-actions-")
        self.replay = os.path.join(self.folder, "replay")
        self.cache = os.path.join(self.folder, "cache")
        self.code = os.path.join(self.folder, "code space")
        for folder in (self.replay, self.cache, self.code):
            os.mkdir(folder)
        for name, text in (recordings or {}).items():
            pathlib.Path(self.replay, name + ".txt").write_text(text)
        atexit.register(shutil.rmtree, self.folder, True)
        self.server = server(XDG_CACHE_HOME=self.cache, XDG_CONFIG_HOME=self.folder)
        self.answers = self.server.answers  # to the server's requests: method -> function
        self.log = self.server.messages  # all the server said, in order
        self.seen = 0  # how many of them were looked at by `wait`
        self.versions = {}
        settings = {
            "provider": "replay",
            "replay": {"folder": self.replay},
            "timing": {"budget": 1},
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


GOOD = {"sum": recording("range(300000)", fenced(SUM_CPP, "That is all."))}
SLOW = {"sum": recording("range(300000)", "Let me think. " * 400 + fenced(SUM_CPP), pace=50)}


# --- code actions ---


@check
def capabilities():
    editor = Editor()
    caps = editor.initialize["capabilities"]
    commands = caps["executeCommandProvider"]["commands"]
    assert {"kadane.translate", "kadane.cancel", "kadane.rerun", "kadane.showReport",
            "kadane.status"} <= set(commands), commands
    assert caps["codeActionProvider"]["resolveProvider"] is False
    assert "refactor.rewrite.kadane" in caps["codeActionProvider"]["codeActionKinds"]
    assert caps["positionEncoding"] == "utf-8"
    assert "diagnosticProvider" not in caps
    editor.leave()


@check
def literal():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY, version=7)
    actions = editor.actions("a.py", triggerKind=1)
    assert len(actions) == 1, actions
    action = actions[0]
    assert action["title"] == "Translate to C++"
    assert action["kind"] == "refactor.rewrite.kadane.translate.cpp"
    assert action["tags"] == [1]
    assert "edit" not in action and "disabled" not in action and "isPreferred" not in action
    command = action["command"]
    assert command["command"] == "kadane.translate" and command["title"]
    assert command["arguments"] == [{"uri": editor.uri("a.py"), "version": 7, "range": RANGE}]
    editor.leave()


@check
def no_tag_support():
    caps = json.loads(json.dumps(FULL))
    del caps["textDocument"]["codeAction"]["tagSupport"]
    editor = Editor(caps)
    editor.open("a.py", SUM_PY)
    assert "tags" not in editor.actions("a.py")[0]
    editor.leave()


@check
def bare_command():
    editor = Editor({})
    assert editor.initialize["capabilities"]["codeActionProvider"] is True
    assert editor.initialize["capabilities"]["positionEncoding"] == "utf-16"
    editor.open("a.py", SUM_PY)
    action = editor.actions("a.py")[0]
    assert set(action) == {"title", "command", "arguments"}, action
    assert action["command"] == "kadane.translate"
    editor.leave()


@check
def only():
    editor = Editor()
    editor.open("a.py", SUM_PY)
    for only, count in (
        (["refactor"], 1),
        (["refactor.rewrite"], 1),
        (["refactor.rewrite.kadane"], 1),
        (["refactor.rewrite.kadane.translate.cpp"], 1),
        ([""], 1),
        (["quickfix", "refactor.rewrite"], 1),
        (["refactor.rewrite.kad"], 0),
        (["refactor.rewrite.kadane.translate.cpp.more"], 0),
        (["refactor.extract"], 0),
        (["quickfix"], 0),
        (["source"], 0),
        (["source.fixAll"], 0),
        ([], 0),
    ):
        got = editor.actions("a.py", only=only)
        assert len(got) == count, f"only {only}: {got}"
    editor.leave()


@check
def automatic_offers_nothing():
    editor = Editor()
    editor.open("a.py", SUM_PY)
    assert editor.actions("a.py", triggerKind=2) == []
    assert len(editor.actions("a.py", triggerKind=1)) == 1
    editor.leave()


@check
def not_python():
    editor = Editor()
    editor.open("a.txt", "hello\n", language="plaintext")
    assert editor.actions("a.txt") == []
    answer = editor.execute("kadane.translate", {"uri": editor.uri("a.txt")})
    assert answer["error"]["code"] == -32803, answer
    assert editor.actions("never-opened.py") == []
    editor.leave()


@check
def bad_params():
    editor = Editor()
    editor.open("a.py", SUM_PY)
    text = {"uri": editor.uri("a.py")}
    for method, params, field in (
        ("textDocument/codeAction", {"textDocument": text, "context": {}}, "range"),
        ("textDocument/codeAction", {"textDocument": text, "range": {"start": 3}}, "range"),
        ("textDocument/codeAction", {"range": RANGE}, "textDocument.uri"),
        ("textDocument/codeAction", None, "textDocument.uri"),
        ("textDocument/codeAction", [1, 2], "textDocument.uri"),
        ("textDocument/hover", {"textDocument": text}, "position"),
        ("textDocument/hover",
         {"textDocument": text, "position": {"line": -1, "character": 0}}, "position"),
        ("textDocument/inlayHint", {"textDocument": text}, "range"),
        ("textDocument/codeLens", {"textDocument": {"uri": 5}}, "textDocument.uri"),
        ("workspace/executeCommand", {}, "command"),
        ("workspace/executeCommand", {"command": "rm -rf"}, "command"),
        ("workspace/executeCommand",
         {"command": "kadane.translate", "arguments": {"a": 1}}, "arguments"),
        ("workspace/executeCommand",
         {"command": "kadane.translate", "arguments": [17]}, "arguments[0]"),
        ("workspace/executeCommand",
         {"command": "kadane.translate", "arguments": [{"uri": 1}]}, "arguments[0].uri"),
        ("workspace/executeCommand",
         {"command": "kadane.translate", "arguments": [{"uri": text["uri"], "range": 1}]},
         "arguments[0].range"),
        ("workspace/executeCommand",
         {"command": "kadane.cancel", "arguments": [{"jobId": "x"}]}, "arguments[0].jobId"),
    ):
        error = editor.ask(method, params).get("error")
        assert error and error["code"] == -32602, f"{method} {params}: {error}"
        assert field in error["message"], f"{field} is not named: {error}"
        assert "\n" not in error["message"]
    assert len(editor.actions("a.py")) == 1, "the server still works"
    editor.leave()


# --- commands that cannot start ---


@check
def nothing_open():
    editor = Editor()
    for command in ("kadane.translate", "kadane.rerun", "kadane.showReport"):
        answer = editor.execute(command)
        assert answer["error"]["code"] == -32803, answer
    assert editor.execute("kadane.cancel")["result"] == {"cancelled": []}
    editor.leave()


@check
def no_provider():
    editor = Editor(options={"provider": "", "replay": {}})
    editor.open("a.py", SUM_PY)
    assert len(editor.actions("a.py")) == 1, "offered all the same"
    error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
    assert error["code"] == -32803 and "ANTHROPIC_API_KEY" in error["message"], error
    editor.leave()


@check
def untrusted():
    editor = Editor(options={"trusted": False}, recordings=GOOD)
    editor.open("a.py", SUM_PY)
    error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
    assert error["code"] == -32803 and "trusted" in error["message"], error
    editor.leave()


@check
def untitled():
    editor = Editor(recordings=GOOD)
    uri = "untitled:Untitled-1"
    item = {"uri": uri, "languageId": "python", "version": 1, "text": SUM_PY}
    editor.tell("textDocument/didOpen", {"textDocument": item})
    error = editor.execute("kadane.translate", {"uri": uri})["error"]
    assert error["code"] == -32803 and "save" in error["message"], error
    editor.leave()


@check
def status():
    editor = Editor(recordings=SLOW)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    status = editor.execute("kadane.status")["result"]
    assert [j["jobId"] for j in status["jobs"]] == [job], status
    assert {"anthropic", "openai", "replay"} <= {p["name"] for p in status["providers"]}
    editor.execute("kadane.cancel")
    editor.wait_end(job)
    assert editor.execute("kadane.status")["result"]["jobs"] == []
    editor.leave()


# --- a whole job ---


@check
def verdict():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    begun = time.monotonic()
    job = editor.translate("a.py")
    assert time.monotonic() - begun < 1.0, "executeCommand waited"
    end = editor.wait_end(job)
    assert "output identical" in end["message"], end
    editor.settle()

    shown = editor.diagnostics("a.py")
    assert len(shown) == 1, shown
    diagnostic = shown[0]
    assert diagnostic["severity"] == 3 and diagnostic["source"] == "kadane"
    assert diagnostic["code"] == "kadane-verified"
    assert "output identical" in diagnostic["message"]
    assert diagnostic["message"].split("\n")[0] == end["message"]
    assert len(diagnostic["message"].split("\n")[0]) <= 80
    assert diagnostic["range"]["start"] == {"line": 0, "character": 0}
    assert diagnostic["range"]["end"] == {"line": 0, "character": len("total = 0")}
    last = editor.of("textDocument/publishDiagnostics")[-1]
    assert last["version"] == 1

    lens = editor.at("codeLens", "a.py")
    assert len(lens) == 1 and lens[0]["command"]["title"] == end["message"], lens
    assert lens[0]["command"]["command"] == "kadane.showReport"
    hint = editor.at("inlayHint", "a.py")
    assert len(hint) == 1 and hint[0]["position"] == {"line": 0, "character": 9}, hint
    hover = editor.at("hover", "a.py")
    assert hover["contents"]["kind"] == "markdown" and "|" in hover["contents"]["value"]
    assert editor.at("hover", "a.py", line=1) is None
    methods = [m.get("method") for m in editor.log]
    assert "workspace/codeLens/refresh" in methods and "workspace/inlayHint/refresh" in methods

    artefact = pathlib.Path(editor.path("a.cpp")).read_text()
    assert artefact.strip() == SUM_CPP.strip()
    assert pathlib.Path(editor.path("a.py")).read_text() == SUM_PY
    assert "workspace/applyEdit" not in methods and "window/showDocument" not in methods
    messages = [m["message"] for m in editor.of("window/showMessage")]
    assert len(messages) == 1 and len(messages[0]) < 100 and "\n" not in messages[0], messages
    assert "a.cpp" in messages[0], messages

    report = editor.execute("kadane.showReport", {"uri": editor.uri("a.py")})["result"]
    assert "output identical" in report["report"] and report["stale"] is False
    opened = editor.wait(lambda m: m.get("method") == "window/showDocument", "showDocument")
    path = urllib.parse.unquote(opened["params"]["uri"][len("file://"):])
    assert path == report["path"] and pathlib.Path(path).read_text() == report["report"]
    editor.leave()
    assert not os.path.exists(path), "the report outlived the server"


@check
def progress_order():
    editor = Editor(recordings={"sum": recording("range(300000)", fenced(SUM_CPP), pace=200)})
    editor.open("a.py", SUM_PY)
    mark = len(editor.log)
    job = editor.translate("a.py")
    editor.wait_end(job)
    editor.settle()
    steps = []
    for message in editor.log[mark:]:
        if message.get("method") == "window/workDoneProgress/create":
            steps.append("create")
            token = message["params"]["token"]
        elif message.get("method") == "$/progress":
            assert message["params"]["token"] == token
            steps.append(message["params"]["value"]["kind"])
        elif "result" in message and message["result"] == {"jobId": job}:
            steps.append("answer")
    assert steps[:3] == ["answer", "create", "begin"], steps
    assert set(steps[3:-1]) <= {"report"} and steps[-1] == "end", steps
    begin = editor.progress(job)[0]
    assert begin["cancellable"] is True and "percentage" not in begin and begin["title"]
    words = [v.get("message", "") for v in editor.progress(job)]
    for phase in ("asking the model", "compiling", "comparing"):
        assert any(phase in word for word in words), f"no {phase} in {words}"
    news = [word for word in words if "received" in word]
    assert len(news) <= 1 + 4 * 3, news
    editor.leave()


@check
def progress_refused():
    editor = Editor(recordings=GOOD)
    editor.answers["window/workDoneProgress/create"] = lambda params: NO_ANSWER
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    create = editor.wait(lambda m: m.get("method") == "window/workDoneProgress/create", "create")
    error = {"code": -32601, "message": "no"}
    editor.server.send({"jsonrpc": "2.0", "id": create["id"], "error": error})
    editor.wait(lambda m: m.get("method") == "window/showMessage", "message at the end")
    editor.settle()
    assert editor.progress(job) == []
    editor.leave()


@check
def progress_never_answered():
    editor = Editor(recordings=GOOD)
    editor.answers["window/workDoneProgress/create"] = lambda params: NO_ANSWER
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.wait(lambda m: m.get("method") == "window/showMessage", "message at the end")
    assert editor.progress(job) == []
    assert len(editor.diagnostics("a.py")) == 1
    editor.leave()


@check
def no_progress_support():
    caps = json.loads(json.dumps(FULL))
    del caps["window"]
    editor = Editor(caps, recordings=GOOD)
    editor.open("a.py", SUM_PY)
    editor.translate("a.py")
    editor.wait(lambda m: m.get("method") == "window/showMessage"
                and "a.cpp" in m["params"]["message"], "message at the end")
    messages = [m["message"] for m in editor.of("window/showMessage")]
    assert len(messages) == 2 and "started" in messages[0], messages
    assert editor.of("$/progress") == [] and editor.of("window/workDoneProgress/create") == []
    editor.leave()


@check
def plain_hover():
    caps = json.loads(json.dumps(FULL))
    caps["textDocument"]["hover"]["contentFormat"] = ["plaintext"]
    editor = Editor(caps, recordings=GOOD)
    editor.open("a.py", SUM_PY)
    editor.wait_end(editor.translate("a.py"))
    contents = editor.at("hover", "a.py")["contents"]
    assert contents["kind"] == "plaintext" and "|" not in contents["value"]
    assert "**" not in contents["value"]
    editor.leave()


@check
def show_artefact():
    editor = Editor(options={"artefact": {"show": True}}, recordings=GOOD)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    shown = editor.wait(lambda m: m.get("method") == "window/showDocument", "showDocument")
    assert shown["params"]["uri"] == editor.uri("a.cpp")
    assert shown["params"]["takeFocus"] is False
    editor.wait_end(job)
    editor.settle()
    assert editor.of("window/showMessage") == []
    editor.leave()


@check
def reports_off():
    report = {"diagnostics": False, "hover": False, "codeLens": False, "inlayHint": False}
    editor = Editor(options={"report": report}, recordings=GOOD)
    editor.open("a.py", SUM_PY)
    editor.wait_end(editor.translate("a.py"))
    editor.settle()
    assert editor.diagnostics("a.py") in (None, [])
    assert editor.at("hover", "a.py") is None
    assert editor.at("codeLens", "a.py") == []
    assert editor.at("inlayHint", "a.py") == []
    editor.tell("workspace/didChangeConfiguration",
                {"settings": {"kadane": {"report": {"diagnostics": True, "codeLens": True}}}})
    editor.settle()
    assert len(editor.diagnostics("a.py")) == 1
    assert len(editor.at("codeLens", "a.py")) == 1
    assert editor.at("inlayHint", "a.py") == []
    editor.leave()


@check
def mismatch():
    editor = Editor(options={"rounds": 1},
                    recordings={"sum": recording("range(300000)", fenced(WRONG_CPP))})
    editor.open("a.py", SUM_PY)
    end = editor.wait_end(editor.translate("a.py"))
    editor.settle()
    shown = editor.diagnostics("a.py")
    assert len(shown) == 1 and shown[0]["severity"] == 2, shown
    assert shown[0]["code"] == "kadane-output-mismatch"
    assert "identical" not in end["message"]
    assert shown[0]["relatedInformation"], shown
    assert not os.path.exists(editor.path("a.cpp"))
    types = [m["type"] for m in editor.of("window/showMessage")]
    assert types == [2], editor.of("window/showMessage")
    editor.leave()


@check
def compile_error():
    editor = Editor(options={"rounds": 1},
                    recordings={"sum": recording("range(300000)", fenced("int main() { retrun 0; }"))})
    editor.open("a.py", SUM_PY)
    editor.wait_end(editor.translate("a.py"))
    editor.settle()
    shown = editor.diagnostics("a.py")
    assert len(shown) == 1 and shown[0]["severity"] == 2, shown
    assert shown[0]["code"] == "kadane-compile-error"
    editor.leave()


@check
def repair():
    editor = Editor(recordings={"sum": recording("range(300000)", fenced(WRONG_CPP), fenced(SUM_CPP))})
    editor.open("a.py", SUM_PY)
    end = editor.wait_end(editor.translate("a.py"))
    editor.settle()
    assert "output identical" in end["message"]
    for published in editor.of("textDocument/publishDiagnostics"):
        for diagnostic in published["diagnostics"]:
            assert diagnostic["severity"] == 3, "a mismatch under repair was shown"
    editor.leave()


@check
def provider_fails():
    editor = Editor(recordings={})
    editor.open("a.py", SUM_PY)
    end = editor.wait_end(editor.translate("a.py"))
    editor.settle()
    assert editor.diagnostics("a.py") in (None, []), editor.diagnostics("a.py")
    messages = editor.of("window/showMessage")
    assert len(messages) == 1 and len(messages[0]["message"]) < 100, messages
    assert end["message"]
    editor.leave()


# --- joining, cancelling ---


@check
def join():
    editor = Editor(recordings=SLOW)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    assert editor.translate("a.py") == job
    # The same file by another spelling of its URI.
    spelled = editor.uri("a.py").replace("a.py", "%61.py")
    again = editor.execute("kadane.translate", {"uri": spelled})["result"]["jobId"]
    assert again == job
    assert len(editor.of("window/workDoneProgress/create")) == 1
    editor.execute("kadane.cancel", {"jobId": job})
    editor.wait_end(job)
    other = editor.translate("a.py")
    assert other != job, "a finished job was joined"
    editor.leave()


def cancelled(editor, job):
    end = editor.wait_end(job)
    assert end["message"] == "cancelled", end
    editor.settle()
    assert [v["kind"] for v in editor.progress(job)].count("end") == 1
    assert editor.diagnostics("a.py") in (None, [])
    assert editor.of("window/showMessage") == []
    assert os.listdir(editor.code) == ["a.py"]
    assert editor.execute("kadane.status")["result"]["jobs"] == []
    editor.leave()


@check
def cancel_by_progress():
    editor = Editor(recordings=SLOW)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.wait_phase(job, "received")
    token = editor.of("window/workDoneProgress/create")[-1]["token"]
    for _ in range(3):
        editor.tell("window/workDoneProgress/cancel", {"token": token})
    editor.tell("window/workDoneProgress/cancel", {"token": "kadane/1/999"})
    cancelled(editor, job)


@check
def cancel_by_command():
    editor = Editor(recordings=SLOW)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.wait_phase(job, "received")
    assert editor.execute("kadane.cancel")["result"] == {"cancelled": [job]}
    assert editor.execute("kadane.cancel", {"jobId": job})["result"] == {"cancelled": []}
    cancelled(editor, job)


@check
def cancel_by_action():
    editor = Editor(recordings=SLOW)
    editor.open("a.py", SUM_PY)
    editor.open("b.py", SUM_PY)
    job = editor.translate("a.py")
    editor.wait_phase(job, "received")
    assert editor.actions("b.py", triggerKind=2) == []
    assert editor.actions("a.py", triggerKind=2, only=["quickfix"]) == []
    actions = editor.actions("a.py", triggerKind=2)
    assert len(actions) == 1 and actions[0]["title"].startswith("Cancel"), actions
    assert "tags" not in actions[0]
    command = actions[0]["command"]
    assert command["command"] == "kadane.cancel"
    answer = editor.execute(command["command"], *command["arguments"])
    assert answer["result"] == {"cancelled": [job]}
    os.remove(editor.path("b.py"))
    cancelled(editor, job)


@check
def cancel_request_leaves_job():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.tell("$/cancelRequest", {"id": editor.server.last_id})
    assert "identical" in editor.wait_end(job)["message"]
    editor.leave()


@check
def shutdown_with_jobs():
    editor = Editor(recordings=SLOW)
    jobs = []
    for name in ("a.py", "b.py", "c.py"):
        editor.open(name, SUM_PY)
        jobs.append(editor.translate(name))
    for job in jobs:
        editor.wait_phase(job, "a")
    begun = time.monotonic()
    editor.result("shutdown", None)
    assert time.monotonic() - begun < 1.0
    editor.settle()
    for job in jobs:
        kinds = [v["kind"] for v in editor.progress(job)]
        assert kinds.count("end") == 1 and kinds[-1] == "end", kinds
    editor.tell("exit", None)
    assert editor.server.wait_exit() == 0
    assert editor.left() == []


@check
def end_of_input_with_jobs():
    editor = Editor(recordings=SLOW)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.wait_phase(job, "received")
    editor.server.close_stdin()
    editor.leave(status=1)


# --- the user types meanwhile ---


@check
def stale_after_edit():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    editor.wait_end(editor.translate("a.py"))
    editor.settle()
    assert len(editor.diagnostics("a.py")) == 1
    mark = len(editor.log)
    editor.edit("a.py", 0, 0, "# one\n# two\n")
    editor.edit("a.py", 0, 0, "# zero\r\n")
    editor.settle()
    assert editor.diagnostics("a.py") == []
    refreshed = [m.get("method") for m in editor.log[mark:]]
    assert refreshed.count("workspace/codeLens/refresh") == 1, "once, not at each key"
    assert refreshed.count("textDocument/publishDiagnostics") == 1
    lens = editor.at("codeLens", "a.py")
    assert len(lens) == 1 and "stale" in lens[0]["command"]["title"], lens
    assert lens[0]["range"]["start"]["line"] == 3, "the lens moves with its line"
    assert lens[0]["command"]["command"] == "kadane.rerun"
    assert editor.at("hover", "a.py", line=0) is None
    assert "stale" in editor.at("hover", "a.py", line=3)["contents"]["value"]
    assert editor.at("inlayHint", "a.py") == []

    again = editor.execute(lens[0]["command"]["command"], *lens[0]["command"]["arguments"])
    editor.wait_end(again["result"]["jobId"])
    editor.settle()
    assert len(editor.diagnostics("a.py")) == 1
    assert editor.of("textDocument/publishDiagnostics")[-1]["version"] == editor.versions["a.py"]
    assert sorted(os.listdir(editor.code)) == ["a.cpp", "a.py"], "the same code is not written twice"
    editor.leave()


@check
def edit_during_job():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.edit("a.py", 3, 0, "print('new')\n")
    editor.wait_end(job)
    editor.settle()
    assert editor.diagnostics("a.py") in (None, []), "an old verdict was shown on a new text"
    assert "stale" in editor.at("codeLens", "a.py")[0]["command"]["title"]
    editor.leave()


@check
def close_during_job():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.close_document("a.py")
    assert "identical" in editor.wait_end(job)["message"]
    editor.settle()
    assert editor.diagnostics("a.py") in (None, [])
    assert os.path.exists(editor.path("a.cpp"))
    editor.open("a.py", SUM_PY, version=40)
    editor.settle()
    assert len(editor.diagnostics("a.py")) == 1, "the same text: the verdict still holds"
    editor.close_document("a.py")
    editor.settle()
    assert editor.diagnostics("a.py") == []
    editor.open("a.py", SUM_PY + "print(1)\n", version=50)
    editor.settle()
    assert editor.diagnostics("a.py") == [], "another text"
    assert "stale" in editor.at("codeLens", "a.py")[0]["command"]["title"]
    editor.leave()


@check
def two_documents():
    other = SUM_PY.replace("300000", "300001")
    recordings = dict(GOOD)
    recordings["other"] = recording("range(300001)", fenced(SUM_CPP.replace("300000", "300001")))
    editor = Editor(recordings=recordings)
    editor.open("a.py", SUM_PY)
    editor.open("b.py", other)
    first, second = editor.translate("a.py"), editor.translate("b.py")
    assert first != second
    editor.wait_end(first)
    editor.wait_end(second)
    editor.settle()
    assert len(editor.diagnostics("a.py")) == 1 and len(editor.diagnostics("b.py")) == 1
    editor.edit("b.py", 0, 0, "#\n")
    editor.settle()
    assert len(editor.diagnostics("a.py")) == 1 and editor.diagnostics("b.py") == []
    # A command without arguments is about the document seen last.
    job = editor.execute("kadane.translate")["result"]["jobId"]
    status = editor.execute("kadane.status")["result"]["jobs"]
    assert status[0]["jobId"] == job and status[0]["uri"] == editor.uri("b.py"), status
    editor.leave()


@check
def main_part():
    text = "total = 0\n\n\nif __name__ == '__main__':\n    for i in range(300000):\n" \
           "        total += i\n    print(total)\n"
    editor = Editor(recordings=GOOD)
    editor.open("a.py", text)
    editor.wait_end(editor.translate("a.py"))
    editor.settle()
    assert editor.diagnostics("a.py")[0]["range"]["start"]["line"] == 3
    editor.leave()


@check
def not_open():
    editor = Editor(recordings=GOOD)
    pathlib.Path(editor.path("a.py")).write_text(SUM_PY)
    end = editor.wait_end(editor.translate("a.py"))
    assert "identical" in end["message"]
    assert editor.diagnostics("a.py") is None
    error = editor.execute("kadane.translate", {"uri": editor.uri("none.py")})["error"]
    assert error["code"] == -32803 and "none.py" in error["message"], error
    editor.leave()


@check
def unsaved_text_is_what_counts():
    editor = Editor(recordings=GOOD)
    pathlib.Path(editor.path("a.py")).write_text("print('old')\n")
    editor.open("a.py", SUM_PY, save=False)
    assert "identical" in editor.wait_end(editor.translate("a.py"))["message"]
    assert pathlib.Path(editor.path("a.py")).read_text() == "print('old')\n"
    editor.leave()


@check
def source_that_does_not_parse():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", "for i in range(300000)\n    print(i\n")
    end = editor.wait_end(editor.translate("a.py"))
    assert end["message"] and "identical" not in end["message"]
    editor.leave()


# --- configuration ---


@check
def configuration_pull():
    caps = json.loads(json.dumps(FULL))
    caps["workspace"]["configuration"] = True
    caps["workspace"]["didChangeConfiguration"] = {"dynamicRegistration": True}
    editor = Editor(caps, options={"provider": "anthropic"}, recordings=GOOD)
    editor.answers["workspace/configuration"] = lambda params: [{"provider": "replay"}]
    editor.open("a.py", SUM_PY)
    register = editor.wait(lambda m: m.get("method") == "client/registerCapability", "register")
    registration = register["params"]["registrations"][0]
    assert registration["method"] == "workspace/didChangeConfiguration"
    assert registration["registerOptions"] == {"section": "kadane"}
    pull = editor.wait(lambda m: m.get("method") == "workspace/configuration", "pull")
    assert pull["params"] == {"items": [{"section": "kadane"}]}
    assert "identical" in editor.wait_end(editor.translate("a.py"))["message"]
    # VS Code pushes null: the server has to ask again.
    editor.answers["workspace/configuration"] = lambda params: [{"provider": "nobody"}]
    editor.tell("workspace/didChangeConfiguration", {"settings": None})
    editor.wait(lambda m: m.get("method") == "workspace/configuration", "second pull")
    error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
    assert "nobody" in error["message"], error
    # null means unset: what was there before counts again, here a provider without a key.
    editor.answers["workspace/configuration"] = lambda params: [None]
    editor.tell("workspace/didChangeConfiguration", {"settings": {"kadane": None}})
    editor.wait(lambda m: m.get("method") == "workspace/configuration", "third pull")
    answer = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})
    if "error" in answer:
        said = answer["error"]["message"]
    else:
        said = editor.wait_end(answer["result"]["jobId"])["message"]
    assert "ANTHROPIC_API_KEY" in said, said
    editor.leave()


@check
def configuration_push():
    for settings in ({"kadane": {"provider": "nobody"}}, {"provider": "nobody"}):
        editor = Editor(recordings=GOOD)
        editor.open("a.py", SUM_PY)
        editor.tell("workspace/didChangeConfiguration", {"settings": settings})
        error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
        assert "nobody" in error["message"], error
        assert editor.of("workspace/configuration") == [], "the editor cannot be asked"
        editor.leave()


@check
def configuration_of_folders():
    caps = json.loads(json.dumps(FULL))
    caps["workspace"]["configuration"] = True
    caps["workspace"]["workspaceFolders"] = True
    outer = {"uri": "file:///tmp/kadane%20outer", "name": "outer"}
    inner = {"uri": "file:///tmp/kadane%20outer/inner", "name": "inner"}
    editor = Editor(caps, recordings=GOOD, workspaceFolders=[outer])
    editor.answers["workspace/configuration"] = lambda params: [
        {"provider": item["scopeUri"].rsplit("/", 1)[1]} for item in params["items"]
    ]
    pull = editor.wait(lambda m: m.get("method") == "workspace/configuration", "pull")
    assert pull["params"]["items"] == [{"scopeUri": outer["uri"], "section": "kadane"}]
    editor.tell("workspace/didChangeWorkspaceFolders",
                {"event": {"added": [inner], "removed": []}})
    pull = editor.wait(lambda m: m.get("method") == "workspace/configuration", "pull")
    assert len(pull["params"]["items"]) == 2

    def complaint(uri):
        item = {"uri": uri, "languageId": "python", "version": 1, "text": SUM_PY}
        editor.tell("textDocument/didOpen", {"textDocument": item})
        return editor.execute("kadane.translate", {"uri": uri})["error"]["message"]

    assert '"kadane%20outer"' in complaint("file:///tmp/kadane%20outer/innerly/a.py")
    assert '"inner"' in complaint("file:///tmp/kadane%20outer/inner/a.py")
    editor.tell("workspace/didChangeWorkspaceFolders",
                {"event": {"added": [], "removed": [inner]}})
    editor.wait(lambda m: m.get("method") == "workspace/configuration", "pull")
    assert '"kadane%20outer"' in complaint("file:///tmp/kadane%20outer/inner/a.py")
    editor.leave()


@check
def wrapped_options():
    editor = Editor(options={"kadane": {"provider": "nobody"}})
    editor.open("a.py", SUM_PY)
    error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
    assert "nobody" in error["message"], error
    editor.leave()


@check
def editor_cannot_weaken_the_sandbox():
    editor = Editor(options={"sandbox": {"minimum": "none"}})
    editor.settle()
    logged = [m["message"] for m in editor.of("window/logMessage")]
    assert any("sandbox" in line for line in logged), logged
    editor.leave()


# --- documents ---


@check
def sync_keeps_in_step():
    """Edits in UTF-16 beyond the basic plane, CRLF, several changes in one message, full text."""
    caps = json.loads(json.dumps(FULL))
    del caps["general"]
    editor = Editor(caps, recordings=GOOD)
    editor.open("a.py", "# \U0001f600 total\r\ntotal = 1\r\nfor i in range(3):\r\n", save=False)
    uri = editor.uri("a.py")

    def change(line, start, end, text):
        return {"range": {"start": {"line": line, "character": start},
                          "end": {"line": line, "character": end}}, "text": text}

    editor.tell("textDocument/didChange", {
        "textDocument": {"uri": uri, "version": 2},
        "contentChanges": [
            change(0, 2, 4, "x"),  # the emoji is two units
            change(0, 0, 9, ""),
            change(1, 8, 9, "0"),
            change(2, 15, 16, "300000"),
            change(2, 99, 99, "\r\n    total += i"),
            change(99, 0, 0, "print(total)\r\n"),
        ]})
    pathlib.Path(editor.path("a.py")).write_text("unsaved\n")
    end = editor.wait_end(editor.translate("a.py"))
    assert "identical" in end["message"], end
    editor.tell("textDocument/didChange", {
        "textDocument": {"uri": uri, "version": 3}, "contentChanges": [{"text": "print(1)\n"}]})
    end = editor.wait_end(editor.translate("a.py"))
    assert "identical" not in end["message"], "the whole text was replaced"
    editor.leave()


@check
def bad_change_is_noticed():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    text = {"uri": editor.uri("a.py"), "version": 2}
    editor.tell("textDocument/didChange",
                {"textDocument": text, "contentChanges": [{"range": {"start": 1}, "text": "x"}]})
    error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
    assert error["code"] == -32803, error
    editor.tell("textDocument/didChange", {"textDocument": text, "contentChanges": [{"text": SUM_PY}]})
    assert "identical" in editor.wait_end(editor.translate("a.py"))["message"]
    editor.leave()


if __name__ == "__main__":
    main()
