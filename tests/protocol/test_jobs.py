"""Jobs as an editor sees them: progress in its order, and the verdict in all its forms. The model
answers from recordings; compiler and sandbox are real."""

import json
import os
import pathlib
import time
import urllib.parse

from checks import check, main
from editor import FULL, GOOD, SUM_CPP, SUM_PY, WRONG_CPP, Editor, fenced, recording
from raw import NO_ANSWER


@check
def verdict():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    begun = time.monotonic()
    job = editor.translate("a.py")
    assert time.monotonic() - begun < 1.0, "executeCommand waited"
    end = editor.wait_end(job)
    headline, _, took = end["message"].partition(" · ")
    assert "output identical" in headline and took.startswith("about "), end
    editor.settle()

    shown = editor.diagnostics("a.py")
    assert len(shown) == 1, shown
    diagnostic = shown[0]
    assert diagnostic["severity"] == 3 and diagnostic["source"] == "kadane"
    assert diagnostic["code"] == "kadane-verified"
    assert "output identical" in diagnostic["message"]
    assert diagnostic["message"].split("\n")[0] == headline
    assert len(diagnostic["message"].split("\n")[0]) <= 80
    assert diagnostic["range"]["start"] == {"line": 0, "character": 0}
    assert diagnostic["range"]["end"] == {"line": 0, "character": len("total = 0")}
    last = editor.of("textDocument/publishDiagnostics")[-1]
    assert last["version"] == 1

    lens = editor.at("codeLens", "a.py")
    assert len(lens) == 1 and lens[0]["command"]["title"] == headline, lens
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
    editor = Editor(recordings={"sum": recording("range(2000000)", fenced(SUM_CPP), pace=200)})
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
                    recordings={"sum": recording("range(2000000)", fenced(WRONG_CPP))})
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
                    recordings={"sum": recording("range(2000000)", fenced("int main() { retrun 0; }"))})
    editor.open("a.py", SUM_PY)
    editor.wait_end(editor.translate("a.py"))
    editor.settle()
    shown = editor.diagnostics("a.py")
    assert len(shown) == 1 and shown[0]["severity"] == 2, shown
    assert shown[0]["code"] == "kadane-compile-error"
    editor.leave()


@check
def repair():
    editor = Editor(recordings={"sum": recording("range(2000000)", fenced(WRONG_CPP), fenced(SUM_CPP))})
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


@check
def keys_are_never_shown():
    key = "sk-ant-0123456789abcdef"
    editor = Editor(recordings={}, env={"ANTHROPIC_API_KEY": key})
    editor.open(f"{key}.py", SUM_PY)
    editor.wait_end(editor.translate(f"{key}.py"))
    editor.settle()
    messages = editor.of("window/showMessage") + editor.of("window/logMessage")
    assert messages and all(key not in m["message"] for m in messages), messages
    assert key not in editor.server.errors()
    editor.leave()


@check
def server_status():
    caps = json.loads(json.dumps(FULL))
    caps["experimental"] = {"serverStatusNotification": True}
    editor = Editor(caps, recordings=GOOD)
    editor.open("a.py", SUM_PY)
    editor.wait_end(editor.translate("a.py"))
    editor.settle()
    quiescent = [p["quiescent"] for p in editor.of("experimental/serverStatus")]
    assert quiescent == [True, False, True], quiescent
    assert all(p["health"] == "ok" for p in editor.of("experimental/serverStatus"))
    editor.leave()


@check
def a_long_path_leaves_room_for_the_verdict():
    editor = Editor(recordings=GOOD)
    name = "a" * 40 + ".py"
    editor.open(name, SUM_PY)
    editor.wait_end(editor.translate(name))
    editor.settle()
    message = editor.of("window/showMessage")[-1]["message"]
    assert len(message) < 100 and "identical" in message and ".cpp" in message, message
    editor.leave()


if __name__ == "__main__":
    main()
