"""What the checks of the permission to run share: an editor that is asked, and what it answers."""

import json
import os
import pathlib
import subprocess

from checks import KADANE, environment
from editor import GOOD, SUM_PY, Editor as AnyEditor

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


def allowed_code(editor, name):
    """A folder beside the editor's own, in which runs are allowed for good."""
    folder = os.path.join(editor.folder, name)
    os.mkdir(folder)
    done = subprocess.run([KADANE, "trust", folder], env=environment(XDG_STATE_HOME=editor.folder),
                          capture_output=True, check=False)
    assert done.returncode == 0, done
    return folder
