"""Joining a running job, and ending one: by progress, command, code action, shutdown, end of input."""

import os
import time

from checks import check, main
from editor import GOOD, SLOW, SUM_PY, Editor


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


if __name__ == "__main__":
    main()
