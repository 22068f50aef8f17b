"""A script that reads from stdin and names no input: the user is asked before a model is paid, and
may have a line put into the document; without one nothing is claimed."""

from checks import check, main
from consent import QUESTION, answer, asked
from editor import FULL, Editor, fenced, recording
from raw import NO_ANSWER

COUNT_PY = "#!/usr/bin/env python3\nimport sys\nprint(sum(int(x) for x in sys.stdin.read().split()))\n"
COUNT_CPP = """#include <iostream>
int main() {
    long long n, sum = 0;
    while (std::cin >> n)
        sum += n;
    std::cout << sum << "\\n";
}"""
RECORDINGS = {"count": recording("stdin", fenced(COUNT_CPP))}
ABLE = {**FULL, "workspace": {**FULL["workspace"], "applyEdit": True,
                              "workspaceEdit": {"documentChanges": True}}}


def editor(title, capabilities=ABLE, **more):
    answers = {QUESTION: answer(title), "workspace/applyEdit": lambda params: {"applied": True}}
    answers.update(more)
    return Editor(capabilities=capabilities, answers=answers, recordings=RECORDINGS,
                  options={"timing": {"budget": 0}})


def edits(editor):
    return editor.of("workspace/applyEdit")


@check
def add_a_line():
    its = editor("Add an input line")
    its.open("a.py", COUNT_PY, version=7)
    end = its.wait_end(its.translate("a.py"))["message"]
    assert "fill it in" in end, end
    assert "a.py reads from stdin" in asked(its)[0]["message"]
    change = edits(its)[0]["edit"]["documentChanges"][0]
    assert change["textDocument"] == {"uri": its.uri("a.py"), "version": 7}, change
    edit = change["edits"][0]
    # Behind "#!", which must stay first.
    at = {"line": 1, "character": 0}
    assert edit["range"] == {"start": at, "end": at}, edit
    assert edit["newText"] == '# kadane: input="1 2 3\\n"\n', edit
    # As it stands there now, the script has its input and the user is not asked again.
    its.edit("a.py", 1, 0, edit["newText"])
    end = its.wait_end(its.translate("a.py"))["message"]
    assert "identical" in end and len(asked(its)) == 1, end


@check
def go_on_without():
    for title in ("Go on without", None):
        its = editor(title)
        its.open("a.py", COUNT_PY)
        end = its.wait_end(its.translate("a.py"))["message"]
        assert "no input was given" in end and not edits(its), end


@check
def typed_meanwhile():
    """The line is not put into a text that has become another while the question was open."""
    its = editor("x")

    its.answers[QUESTION] = lambda params: NO_ANSWER
    its.open("a.py", COUNT_PY)
    job = its.translate("a.py")
    its.wait(lambda m: m.get("method") == QUESTION, "question")
    question = [m for m in its.log if m.get("method") == QUESTION][0]
    its.edit("a.py", 0, 0, "# mine\n")
    its.server.send({"jsonrpc": "2.0", "id": question["id"],
                     "result": {"title": "Add an input line"}})
    end = its.wait_end(job)["message"]
    assert not edits(its) and "no input was given" in end, end


@check
def cannot_ask():
    its = editor("Add an input line", capabilities=FULL)
    its.open("a.py", COUNT_PY)
    end = its.wait_end(its.translate("a.py"))["message"]
    assert not asked(its) and "no input was given" in end, end


@check
def cancelled_while_asked():
    its = editor(None, **{QUESTION: lambda params: NO_ANSWER})
    its.open("a.py", COUNT_PY)
    job = its.translate("a.py")
    its.wait(lambda m: m.get("method") == QUESTION, "question")
    its.execute("kadane.cancel", {"uri": its.uri("a.py")})
    assert "cancelled" in its.wait_end(job)["message"]


if __name__ == "__main__":
    main()
