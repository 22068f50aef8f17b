"""Before code of a workspace is run for the first time, the user is asked. Nothing that a project
brings along can answer, no answer is a no, and an editor that cannot ask has other ways."""

import os
import pathlib
import subprocess
import time

from checks import KADANE, check, environment, main
from consent import ALLOW, QUESTION, Editor, again, answer, asked, children, run, titles, trusted
from editor import SUM_CPP, SUM_PY
from raw import NO_ANSWER


@check
def run_for_this_session():
    editor = Editor(answers={QUESTION: answer("Run")})
    assert "identical" in run(editor)
    assert len(asked(editor)) == 1
    question = asked(editor)[0]
    assert [a["title"] for a in question["actions"]] == ["Only translate", "Run", "Always here"]
    text = question["message"]
    for word in ("a.py", editor.code[-30:], "Sandbox: ", "no network", "60 s", "1024 MiB",
                 "128 MiB", "64 processes", "the compiler 60 s, 2048 MiB"):
        assert word in text, (word, text)
    assert "identical" in run(editor) and len(asked(editor)) == 1, "asked twice"
    assert ALLOW not in titles(editor)
    assert trusted(editor) == []
    editor.leave()
    later = again(editor, {QUESTION: answer(None)})
    assert "not verified" in run(later) and len(asked(later)) == 1, "kept although it was not asked to"


@check
def always_here():
    editor = Editor(answers={QUESTION: answer("Always here")})
    assert "identical" in run(editor)
    assert [entry["path"] for entry in trusted(editor)] == [os.path.realpath(editor.code)]
    editor.leave()
    later = again(editor, {QUESTION: answer(None)})
    assert "identical" in run(later) and asked(later) == []
    told = [m["message"] for m in editor.of("window/showMessage")]
    assert any("are allowed in" in m and "kadane.forget" in m for m in told), told
    # A link to the folder is the folder; a folder below it is another.
    os.mkdir(os.path.join(editor.code, "below"))
    os.symlink(editor.code, os.path.join(editor.folder, "link"))
    later.code = os.path.join(editor.folder, "link")
    assert "identical" in run(later, "b.py") and asked(later) == []
    later.code = os.path.join(editor.code, "below")
    assert "not verified" in run(later, "c.py") and len(asked(later)) == 1


@check
def silence():
    """Who does not answer in time is not waited for again, until the question is answered."""
    options = {"sandbox": {"patience": 0.4}}
    editor = Editor(answers={QUESTION: lambda params: NO_ANSWER}, options=options)
    end = run(editor)
    assert "nobody answered" in end, end
    begun = time.monotonic()
    assert "nobody answered" in run(editor, "b.py")
    assert time.monotonic() - begun < 2.0 and len(asked(editor)) == 1
    sent = [m for m in editor.log if m.get("method") == QUESTION]
    editor.server.send({"jsonrpc": "2.0", "id": sent[0]["id"], "result": {"title": "Run"}})
    assert "identical" in run(editor, "c.py") and len(asked(editor)) == 1


@check
def only_translate():
    editor = Editor(answers={QUESTION: answer("Only translate")})
    assert "not verified" in run(editor)
    assert pathlib.Path(editor.path("a.unverified.cpp")).read_text().strip() == SUM_CPP.strip()
    assert not os.path.exists(editor.path("a.cpp"))
    shown = editor.diagnostics("a.py")
    assert len(shown) == 1 and ALLOW in shown[0]["message"], shown
    assert "not verified" in run(editor) and len(asked(editor)) == 1, "asked twice"

    assert ALLOW in titles(editor)
    assert ALLOW not in titles(editor, triggerKind=2), "offered unasked"
    action = [a for a in editor.actions("a.py") if a["title"].startswith(ALLOW)][0]
    for word in ("code space", "for good", "sandbox"):
        assert word in action["title"], action
    assert "result" in editor.execute(action["command"]["command"], *action["command"]["arguments"])
    assert ALLOW not in titles(editor)
    assert "identical" in run(editor) and len(asked(editor)) == 1
    assert len(trusted(editor)) == 1

    assert "result" in editor.execute("kadane.forget", {"uri": editor.uri("a.py")})
    assert trusted(editor) == []
    assert "not verified" in run(editor) and len(asked(editor)) == 2
    editor.leave()


@check
def an_editor_that_cannot_ask():
    """As Helix, which answers that it does not know the method."""
    editor = Editor()
    editor.server.unknown.add(QUESTION)
    assert "not verified" in run(editor)
    assert "cannot ask" in editor.diagnostics("a.py")[0]["message"]
    assert ALLOW in titles(editor)
    editor.execute("kadane.allow", {"uri": editor.uri("a.py")})
    assert "identical" in run(editor)
    editor.leave()


@check
def nothing_runs_before_the_answer():
    editor = Editor(answers={QUESTION: lambda params: NO_ANSWER})
    editor.open("a.py", SUM_PY)
    job = editor.translate("a.py")
    editor.wait_phase(job, "permission")
    time.sleep(0.3)
    assert children(editor) == [], "something runs"
    editor.execute("kadane.cancel", {"jobId": job})
    assert editor.wait_end(job)["message"] == "cancelled"
    assert not list(pathlib.Path(editor.code).glob("*.cpp"))
    # The question is still open: the next job waits with it, another is not asked.
    second = editor.translate("a.py")
    editor.wait_phase(second, "permission")
    assert len(asked(editor)) == 1
    begun = time.monotonic()
    editor.leave()
    assert time.monotonic() - begun < 2, "the open question held up leaving"


@check
def one_question_for_a_folder():
    editor = Editor(answers={QUESTION: lambda params: NO_ANSWER})
    editor.open("a.py", SUM_PY)
    editor.open("b.py", SUM_PY)
    jobs = [editor.translate("a.py"), editor.translate("b.py")]
    for job in jobs:
        editor.wait_phase(job, "permission")
    sent = [m for m in editor.log if m.get("method") == QUESTION]
    assert len(sent) == 1
    editor.server.send({"jsonrpc": "2.0", "id": sent[0]["id"], "result": {"title": "Run"}})
    for job in jobs:
        assert "identical" in editor.wait_end(job)["message"]
    editor.leave()


@check
def on_the_command_line():
    editor = Editor(answers={QUESTION: answer(None)})
    env = environment(XDG_STATE_HOME=editor.folder)

    def trust(*arguments):
        done = subprocess.run([KADANE, "trust", *arguments], env=env, cwd=editor.code,
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    assert trust("--list")[:2] == (0, "")
    assert trust()[0] == 0
    real = os.path.realpath(editor.code)
    status, out, _ = trust("--list")
    assert status == 0 and out.rstrip().endswith(real) and len(out.splitlines()) == 1, out
    assert "identical" in run(editor) and asked(editor) == [], "granted while the server runs"
    assert trust("--forget", ".")[0] == 0
    status, _, err = trust("--forget", ".")
    assert status == 2 and "was not trusted" in err, (status, err)
    assert trust("/does/not/exist")[0] == 3 or trust("/does/not/exist")[0] == 2
    assert trust("--list", "x")[0] == 2
    assert trust("--help")[0] == 0


@check
def without_a_sandbox():
    editor = Editor(env={"KADANE_SANDBOX": "none"})
    assert "not verified" in run(editor)
    assert asked(editor) == [], "there is nothing to allow"
    shown = titles(editor)
    assert "How to enable a sandbox" in shown and ALLOW not in shown, shown
    assert "How to enable a sandbox" not in titles(editor, triggerKind=2)
    reply = editor.execute("kadane.sandbox", {"uri": editor.uri("a.py")})["result"]
    assert reply["tier"] == "none" and "KADANE_SANDBOX" in reply["advice"], reply
    refused = editor.execute("kadane.allow", {"uri": editor.uri("a.py")})
    assert "no sandbox works" in refused["error"]["message"], refused
    editor.leave()


@check
def a_folder_of_the_workspace():
    """One question for the whole workspace folder, also for documents deep in it."""
    editor = Editor(answers={QUESTION: answer("Run")})
    later = Editor(answers={QUESTION: answer("Run")},
                   workspaceFolders=[{"uri": "file://" + editor.code.replace(" ", "%20"),
                                      "name": "code"}])
    later.code = os.path.join(editor.code, "deep")
    os.mkdir(later.code)
    assert "identical" in run(later)
    later.code = editor.code
    assert "identical" in run(later, "b.py")
    assert len(asked(later)) == 1


if __name__ == "__main__":
    main()
