"""What must not grant the permission to run code of a workspace, or stretch one that was given."""

import json
import os
import pathlib
import shutil
import subprocess

from checks import KADANE, check, environment, main
from consent import QUESTION, Editor, again, allowed_code, answer, asked, run, trusted


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
    # The folder is gone, and another stands in its place.
    os.rename(good, os.path.join(editor.folder, "keeps-the-number"))
    os.mkdir(good)
    editor.code = good
    assert "not verified" in run(editor, "e.py")
    env = environment(XDG_STATE_HOME=editor.folder)
    shutil.rmtree(good)
    assert subprocess.run([KADANE, "trust", "--forget", good], env=env, check=False).returncode == 0


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
def whatever_is_no_yes():
    for given in (None, {}, {"title": "Yes"}, {"title": "run"}, {"title": 1}, [], "Run", True):
        editor = Editor(answers={QUESTION: lambda params, given=given: given})
        assert "not verified" in run(editor), given
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


if __name__ == "__main__":
    main()
