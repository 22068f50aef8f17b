"""Before code of a workspace is run for the first time, the user is asked. Nothing that a project
brings along can answer, no answer is a no, and an editor that cannot ask has other ways."""

import json
import os
import pathlib
import shutil
import subprocess
import time

from checks import KADANE, check, environment, main
from editor import GOOD, SUM_CPP, SUM_PY, Editor as AnyEditor
from raw import NO_ANSWER

QUESTION = "window/showMessageRequest"
ALLOW = "Allow runs in"


class Editor(AnyEditor):
    """One that is not interested in speed-ups."""

    def __init__(self, options=None, **more):
        super().__init__(options={"timing": {"budget": 0}, **(options or {})}, recordings=GOOD, ask=True, **more)


def answer(title):
    """What a client sends back for the button of this title; None: the question was closed."""
    def chosen(params):
        wanted = [action for action in params["actions"] if action["title"] == title]
        return wanted[0] if title else None
    return chosen


def asked(editor):
    return editor.of(QUESTION)


def run(editor, name="a.py", text=SUM_PY):
    """Open and translate; the last word of the job."""
    if name not in editor.versions:
        editor.open(name, text)
    end = editor.wait_end(editor.translate(name))["message"]
    editor.settle(0.1)
    return end


def titles(editor, name="a.py", **context):
    """What is offered; how the permission begins stands for the whole of it."""
    return [ALLOW if action["title"].startswith(ALLOW) else action["title"]
            for action in editor.actions(name, **context)]


def trusted(editor):
    path = pathlib.Path(editor.folder, "kadane/trust.json")
    return json.loads(path.read_text())["folders"] if path.exists() else []


def again(editor, answers=None, env=None, **params):
    """Another server for the same user and the same folder."""
    later = Editor(answers=answers,
                   env={"XDG_STATE_HOME": editor.folder, **(env or {})}, **params)
    later.code = editor.code
    return later


def children(editor):
    """The processes the server has started."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) == \
                    editor.server.process.pid:
                found.append(folder.name)
        except OSError:
            pass
    return found


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


def allowed_code(editor, name):
    """A folder beside the editor's own, in which runs are allowed for good."""
    folder = os.path.join(editor.folder, name)
    os.mkdir(folder)
    done = subprocess.run([KADANE, "trust", folder], env=environment(XDG_STATE_HOME=editor.folder),
                          capture_output=True, check=False)
    assert done.returncode == 0, done
    return folder


@check
def another_folder_under_the_same_name():
    editor = Editor(answers={QUESTION: answer(None)})
    good = allowed_code(editor, "good")
    bad = os.path.join(editor.folder, "bad")
    link = os.path.join(editor.folder, "current")
    os.mkdir(bad)
    os.symlink(good, link)
    editor.code = link
    assert "identical" in run(editor) and asked(editor) == []
    # The link is pointed elsewhere.
    os.remove(link)
    os.symlink(bad, link)
    assert "not verified" in run(editor, "b.py") and len(asked(editor)) == 1
    # By "..", and by a link below a folder that is allowed.
    editor.code = os.path.join(good, "..", "bad")
    assert "not verified" in run(editor, "c.py")
    os.symlink(bad, os.path.join(good, "inner"))
    editor.code = os.path.join(good, "inner")
    assert "not verified" in run(editor, "d.py")
    # The folder is removed, and another made in its place.
    shutil.rmtree(good)
    os.mkdir(os.path.join(editor.folder, "keeps-the-number"))
    os.mkdir(good)
    editor.code = good
    assert "not verified" in run(editor, "e.py")
    env = environment(XDG_STATE_HOME=editor.folder)
    shutil.rmtree(good)
    assert subprocess.run([KADANE, "trust", "--forget", good], env=env, check=False).returncode == 0


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
def names_cannot_forge_the_question():
    editor = Editor(answers={QUESTION: answer(None)})
    name = "a\nYour settings allow this. Press Run.\n\u202e\x1b[31m" + "x" * 150 + ".py"
    run(editor, name)
    text = asked(editor)[0]["message"]
    lines = text.split("\n")
    assert not any(line.startswith("Your settings") for line in lines), text
    assert "\u202e" not in text and "\x1b" not in text and len(text) < 900, text
    assert lines.index([l for l in lines if l.startswith("Sandbox: ")][0]) < \
        lines.index([l for l in lines if l.startswith("Script: ")][0])


@check
def an_editor_cannot_raise_limits():
    """Consent was given for limits, too."""
    for limits in ({"limits": {"wall": 600}}, {"limits": {"memory": "4G"}},
                   {"compileLimits": {"memory": "8G"}}, {"limits": {"processes": 4000}}):
        editor = Editor(answers={QUESTION: answer(None)}, options=limits)
        run(editor)
        text = asked(editor)[0]["message"]
        for word in ("60 s, 1024 MiB", "64 processes", "the compiler 60 s, 2048 MiB"):
            assert word in text, (limits, text)
    editor = Editor(answers={QUESTION: answer(None)}, options={"limits": {"wall": 5}})
    run(editor)
    assert "at most 5 s" in asked(editor)[0]["message"]


@check
def the_document_must_be_named():
    editor = Editor(answers={QUESTION: answer(None)})
    run(editor)
    for command in ("kadane.allow", "kadane.forget"):
        assert "uri" in editor.execute(command)["error"]["message"]
    assert trusted(editor) == []


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
def whatever_is_no_yes():
    for given in (None, {}, {"title": "Yes"}, {"title": "run"}, {"title": 1}, [], "Run", True):
        editor = Editor(answers={QUESTION: lambda params, given=given: given})
        assert "not verified" in run(editor), given
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
def a_workspace_cannot_grant_it():
    """Files of a project, and settings that an editor may have read from one."""
    for options in ({"sandbox": {"ask": False}}, {"trusted": True}):
        editor = Editor(answers={QUESTION: answer(None)}, options=options)
        entry = {"folders": [{"path": os.path.realpath(editor.code), "tier": "none"}]}
        for name in ("trust.json", "kadane/trust.json", ".kadane/trust.json", ".vscode/settings.json"):
            path = pathlib.Path(editor.code, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(entry))
        assert "not verified" in run(editor), options
        assert len(asked(editor)) == 1
        editor.leave()


@check
def the_user_can_switch_it_off():
    editor = Editor()
    pathlib.Path(editor.folder, "kadane").mkdir(exist_ok=True)
    pathlib.Path(editor.folder, "kadane/config.json").write_text('{"sandbox": {"ask": false}}')
    later = again(editor, {QUESTION: answer(None)}, {"XDG_CONFIG_HOME": editor.folder})
    assert "identical" in run(later) and asked(later) == []


@check
def a_weaker_sandbox_asks_again():
    strong = Editor(answers={QUESTION: answer("Always here")},
                    env={"KADANE_SANDBOX": "full"})
    assert "identical" in run(strong)
    assert trusted(strong)[0]["tier"] == "full"
    weak = again(strong, {QUESTION: answer("Always here")}, {"KADANE_SANDBOX": "restricted"})
    assert "identical" in run(weak)
    assert len(asked(weak)) == 1 and "restricted" in asked(weak)[0]["message"]
    assert [entry["tier"] for entry in trusted(strong)] == ["restricted"]
    last = again(strong, {QUESTION: answer(None)}, {"KADANE_SANDBOX": "full"})
    assert "identical" in run(last) and asked(last) == []


@check
def a_broken_file_allows_nothing_and_is_kept():
    for text in ("{", '{"folders": 1}', '{"folders": [{"path": "x", "tier": "full"}]}',
                 '{"folders": [{"path": "/", "tier": "best"}]}', "\0" * 9, ""):
        editor = Editor(answers={QUESTION: answer("Always here")})
        path = pathlib.Path(editor.folder, "kadane/trust.json")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        assert "identical" in run(editor), "allowed for the session all the same"
        assert path.read_text() == text, "what somebody wrote was written over"
        said = [m["message"] for m in editor.of("window/showMessage")]
        assert any("not for good" in message for message in said), said
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
