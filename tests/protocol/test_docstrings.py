"""Documentation in an editor: one change on the version that is there, of nothing but docstrings; and
"applied" is believed only when the text comes back."""

import copy

from checks import PATIENCE, check, main
from editor import FULL, Editor, fenced, recording
from raw import NO_ANSWER

ADD_PY = "import sys\n\n\ndef add(a, b):\n    return a + b\n\n\nprint(add(1, 2))\n"
DOC = '''"""Add two numbers.

    Args:
        a: One.
        b: Another.

    Returns:
        The sum.
    """'''
ANSWER = fenced("def add(a, b):\n    " + DOC + "\n    return 0\n").replace("```cpp", "```python")
ABLE = copy.deepcopy(FULL)
ABLE["workspace"].update(applyEdit=True, workspaceEdit={"documentChanges": True})
SHOWN = "window/showMessage"
ASKED = "workspace/applyEdit"


def editor(applied=True, reason=None, pace=0, capabilities=ABLE, answer=ANSWER, when="def add"):
    result = {"applied": applied, **({"failureReason": reason} if reason else {})}
    return Editor(capabilities=capabilities, answers={ASKED: lambda params: result},
                  recordings={"add": recording(when, answer, pace=pace)})


def place(line):
    at = {"line": line, "character": 0}
    return {"start": at, "end": at}


def document(its, line=4, command="kadane.docstring", name="a.py"):
    answer = its.execute(command, {"uri": its.uri(name), "range": place(line)})
    assert "result" in answer, answer
    return answer["result"]["jobId"]


def told(its, words):
    """The message that says how it went."""
    shown = [m for m in its.of(SHOWN) if words in m["message"]]
    if not shown:
        shown = [its.wait(lambda m: m.get("method") == SHOWN and words in m["params"]["message"],
                          f"message with {words}", timeout=20 * PATIENCE)["params"]]
    return shown[-1]


def change(its):
    """The one change that was asked for."""
    if not its.of(ASKED):
        its.wait(lambda m: m.get("method") == ASKED, ASKED)
    (asked,) = its.of(ASKED)
    (one,) = asked["edit"]["documentChanges"]
    return asked, one["textDocument"], one["edits"]


@check
def offered():
    its = editor()
    its.open("a.py", ADD_PY)
    kinds = {a["title"]: a["kind"] for a in its.actions("a.py", triggerKind=1)}
    assert kinds == {"Translate to C++": "refactor.rewrite.kadane.translate.cpp",
                     "Add docstring": "refactor.rewrite.kadane.docstring",
                     "Add missing docstrings": "source.kadane.docstrings"}, kinds
    assert not its.actions("a.py", triggerKind=2)
    its.leave()
    # Who takes no changes is not offered any.
    its = editor(capabilities=FULL)
    its.open("a.py", ADD_PY)
    assert [a["title"] for a in its.actions("a.py")] == ["Translate to C++"]
    answer = its.execute("kadane.docstring", {"uri": its.uri("a.py"), "range": place(4)})
    assert "takes no changes" in answer["error"]["message"], answer
    its.leave()


@check
def added():
    its = editor()
    its.open("a.py", ADD_PY, version=7)
    end = its.wait_end(document(its))["message"]
    assert "documented, the code is the same" in end, end
    asked, where, edits = change(its)
    assert asked["label"] == "kadane: Add docstring", asked
    assert where == {"uri": its.uri("a.py"), "version": 7}, where
    assert edits == [{"range": place(4), "newText": "    " + DOC + "\n"}], edits
    assert not its.of(SHOWN), its.of(SHOWN)
    its.edit("a.py", 4, 0, edits[0]["newText"])
    assert told(its, "documented")["type"] == 3
    assert not its.diagnostics("a.py"), its.diagnostics("a.py")
    its.leave()


@check
def said_and_not_done():
    its = editor()
    its.open("a.py", ADD_PY)
    document(its)
    assert told(its, "did not make the change")["type"] == 2
    its.leave()
    # Another text came instead.
    its = editor()
    its.open("a.py", ADD_PY)
    document(its)
    change(its)
    its.edit("a.py", 0, 0, "# typed\n")
    assert told(its, "did not make the change")["type"] == 2
    its.leave()


@check
def not_taken():
    its = editor(applied=False, reason="the buffer is locked")
    its.open("a.py", ADD_PY)
    document(its)
    assert told(its, "did not take the change: the buffer is locked")["type"] == 2
    its.leave()


@check
def typed_elsewhere():
    its = editor(pace=200)
    its.open("a.py", ADD_PY)
    job = document(its)
    its.wait_phase(job, "received")
    its.edit("a.py", 0, 0, "# typed\n# above\n")
    its.wait_end(job)
    _, where, edits = change(its)
    assert where["version"] == 4, where
    assert edits == [{"range": place(6), "newText": "    " + DOC + "\n"}], edits
    its.edit("a.py", 6, 0, edits[0]["newText"])
    told(its, "documented")
    its.leave()


@check
def typed_in_it():
    its = editor(pace=200)
    its.open("a.py", ADD_PY)
    job = document(its)
    its.wait_phase(job, "received")
    its.edit("a.py", 4, 11, "1 + ")
    told(its, "it was edited meanwhile: nothing was changed")
    assert not its.of(ASKED)
    its.leave()


@check
def closed():
    its = editor(pace=200)
    its.open("a.py", ADD_PY)
    job = document(its)
    its.wait_phase(job, "received")
    its.close_document("a.py")
    told(its, "not open any more")
    assert not its.of(ASKED)
    its.leave()


@check
def many_examples():
    """Those that hold are kept, however many there are."""
    shown = "    Examples:\n" + 250 * "        >>> add(1, 2)\n        3\n"
    its = editor(answer=ANSWER.replace("The sum.\n", "The sum.\n\n" + shown))
    its.open("a.py", ADD_PY)
    its.wait_end(document(its))
    _, _, edits = change(its)
    assert edits[0]["newText"].count(">>>") == 250, edits
    its.leave()


@check
def opened_again():
    """The text comes back with didOpen, too: of an editor that reloads what it changed."""
    its = editor()
    its.open("a.py", ADD_PY)
    document(its)
    _, _, edits = change(its)
    its.open("a.py", ADD_PY.replace("    return", edits[0]["newText"] + "    return"), version=9)
    assert told(its, "documented")["type"] == 3
    its.leave()


@check
def crossing():
    """A change that was not made yet, and another one of the same text."""
    its = editor()
    its.server.answers[ASKED] = lambda params: NO_ANSWER
    its.open("a.py", ADD_PY)
    its.wait_end(document(its))
    change(its)
    its.wait_end(document(its))
    assert told(its, "has not made the change before it")["type"] == 2
    change(its)
    # When the text has moved on the editor cannot make the first one any more.
    its.edit("a.py", 0, 0, "# typed\n")
    its.wait_end(document(its, line=5))
    its.wait(lambda m: m.get("method") == ASKED, "the second change")
    assert [a["edit"]["documentChanges"][0]["textDocument"]["version"]
            for a in its.of(ASKED)] == [1, 4], its.of(ASKED)
    its.leave()


@check
def answered_after_shutdown():
    its = editor()
    its.server.answers[ASKED] = lambda params: NO_ANSWER
    its.open("a.py", ADD_PY)
    document(its)
    asked = its.wait(lambda m: m.get("method") == ASKED, ASKED)
    its.result("shutdown", None)
    for _ in range(2):
        its.server.send({"jsonrpc": "2.0", "id": asked["id"], "result": {"applied": False}})
    its.tell("exit", None)
    assert its.server.wait_exit() == 0
    assert not its.of(SHOWN), its.of(SHOWN)


@check
def which():
    its = editor()
    its.open("a.py", ADD_PY)
    answer = its.execute("kadane.docstring", {"uri": its.uri("a.py")})
    assert "which definition of a.py?" in answer["error"]["message"], answer
    answer = its.execute("kadane.docstring", {"uri": its.uri("b.py"), "range": place(0)})
    assert "open b.py first" in answer["error"]["message"], answer
    its.leave()


@check
def replaced():
    """What stands there is replaced as a whole; characters beyond the first plane count twice."""
    source = 'def add(a, b): "\U0001F600 old"; return a + b\nclass A: pass\n'
    text = '"""Add.\n\n    \U0001F600 old\n\n    Args:\n        a: One.\n        b: Two.\n\n    Returns:\n        Sum.\n    """'
    sixteen = copy.deepcopy(ABLE)
    sixteen["general"]["positionEncodings"] = ["utf-16"]
    its = editor(capabilities=sixteen,
                 answer=fenced(f"def add(a, b):\n    {text}").replace("```cpp", "```python"))
    its.open("a.py", source)
    document(its, line=0)
    _, _, edits = change(its)
    line = source.split("\n")[0]
    begin, end = line.index('"'), line.index(";")
    assert edits[0]["range"] == {"start": {"line": 0, "character": begin},
                                 "end": {"line": 0, "character": end + 1}}, edits
    its.leave()


main()
