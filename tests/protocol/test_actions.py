"""Code actions and commands: what is offered to whom, what is refused and in which words."""

import json
import os

from checks import check, main
from editor import FULL, GOOD, RANGE, SLOW, SUM_PY, Editor


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
def the_editor_knows_the_language():
    """A script needs no .py when the editor says it is Python."""
    editor = Editor(recordings=GOOD)
    editor.open("tool", "#!/usr/bin/env python3\n" + SUM_PY)
    assert len(editor.actions("tool")) == 1
    assert "identical" in editor.wait_end(editor.translate("tool"))["message"]
    assert os.path.exists(editor.path("tool.cpp"))


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
    editor = Editor(options={"provider": "", "replay": {}, "findLocal": False})
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
    assert status["providers"] == [], status  # none is ready
    assert status["choice"] == {"provider": "replay", "model": None}, status
    editor.execute("kadane.cancel")
    editor.wait_end(job)
    assert editor.execute("kadane.status")["result"]["jobs"] == []
    editor.leave()


if __name__ == "__main__":
    main()
