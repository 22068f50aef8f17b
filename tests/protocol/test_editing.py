"""What the user does while a job runs and after it: typing, closing, opening again, other
documents, edits in UTF-16 beyond the basic plane."""

import json
import os
import pathlib

from checks import check, main
from editor import FULL, GOOD, SUM_CPP, SUM_PY, Editor, fenced, recording


# --- the user types meanwhile ---


def is_stale(editor, name):
    """One diagnostic is shown, and it claims nothing of the text there is."""
    shown = editor.diagnostics(name) or []
    return [d["code"] for d in shown] == ["kadane-stale"] and shown[0]["severity"] == 4


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
    editor.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics"
                and m["params"]["diagnostics"][0]["range"]["start"]["line"] == 3, "its new line")
    editor.settle()
    assert is_stale(editor, "a.py"), editor.diagnostics("a.py")
    refreshed = [m.get("method") for m in editor.log[mark:]]
    assert refreshed.count("workspace/codeLens/refresh") == 1, "once, not at each key"
    assert refreshed.count("textDocument/publishDiagnostics") == 2, "and when the line had moved"
    lens = editor.at("codeLens", "a.py")
    assert len(lens) == 1 and "stale" in lens[0]["command"]["title"], lens
    assert lens[0]["range"]["start"]["line"] == 3, "the lens moves with its line"
    assert lens[0]["command"]["command"] == "kadane.rerun"
    assert editor.at("hover", "a.py", line=0) is None
    assert "stale" in editor.at("hover", "a.py", line=3)["contents"]["value"]
    assert editor.at("inlayHint", "a.py")[0]["label"].startswith("stale: ")

    again = editor.execute(lens[0]["command"]["command"], *lens[0]["command"]["arguments"])
    editor.wait_end(again["result"]["jobId"])
    editor.settle()
    assert editor.diagnostics("a.py")[0]["code"] == "kadane-verified"
    assert editor.of("textDocument/publishDiagnostics")[-1]["version"] == editor.versions["a.py"]
    assert sorted(os.listdir(editor.code)) == ["a.cpp", "a.py"], "the same code is not written twice"
    editor.leave()


@check
def change_that_cannot_be_applied():
    """The text is not known any more: no verdict may stand on it, nor is a job begun."""
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    editor.wait_end(editor.translate("a.py"))
    editor.settle()
    assert len(editor.diagnostics("a.py")) == 1
    editor.edit("a.py", 0, -1, "# one\n")
    editor.settle()
    assert is_stale(editor, "a.py"), editor.diagnostics("a.py")
    assert "stale" in editor.at("codeLens", "a.py")[0]["command"]["title"]
    refused = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})
    assert refused["error"]["code"] == -32803, refused
    editor.leave()


@check
def edit_during_job():
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.edit("a.py", 3, 0, "print('new')\n")
    editor.wait_end(job)
    editor.settle()
    assert is_stale(editor, "a.py"), "an old verdict was shown on a new text"
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
    assert is_stale(editor, "a.py"), "another text"
    assert "stale" in editor.at("codeLens", "a.py")[0]["command"]["title"]
    editor.leave()


@check
def two_documents():
    other = SUM_PY.replace("2000000", "2000001")
    recordings = dict(GOOD)
    recordings["other"] = recording("range(2000001)", fenced(SUM_CPP.replace("2000000", "2000001")))
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
    assert editor.diagnostics("a.py")[0]["code"] == "kadane-verified" and is_stale(editor, "b.py")
    # A command without arguments is about the document seen last.
    job = editor.execute("kadane.translate")["result"]["jobId"]
    status = editor.execute("kadane.status")["result"]["jobs"]
    assert status[0]["jobId"] == job and status[0]["uri"] == editor.uri("b.py"), status
    editor.leave()


@check
def main_part():
    text = "total = 0\n\n\nif __name__ == '__main__':\n    for i in range(2000000):\n" \
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
    editor.open("a.py", "for i in range(2000000)\n    print(i\n")
    end = editor.wait_end(editor.translate("a.py"))
    assert end["message"] and "identical" not in end["message"]
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
            change(2, 15, 16, "2000000"),
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
