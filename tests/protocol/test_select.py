"""From the editor: a model that is not there is downloaded when the user says so, and the model that
is asked can be listed, chosen and asked for.
"""

import time

from checks import PATIENCE, check, main
from editor import SUM_CPP, SUM_PY, Editor, fenced
from ollama import Ollama

QUESTION = "window/showMessageRequest"
ANSWER = [fenced(SUM_CPP)]


def editor_of(here, answers=None, **options):
    editor = Editor(options={"provider": "ollama", "timing": {"budget": 0}, **options},
                    answers=answers, env={"OLLAMA_HOST": here.host})
    editor.open("a.py", SUM_PY)
    return editor


def download(editor):
    return [p["value"] for p in editor.of("$/progress") if str(p["token"]).endswith("/pull")]


def choose(title):
    return lambda params: next((a for a in params["actions"] if a["title"] == title), None)


@check
def pull_in_the_editor():
    here = Ollama(["llama3:8b"], ANSWER)
    here.pull_pause = 0.3
    editor = editor_of(here, {QUESTION: choose("Pull it")}, model="qwen2.5-coder")
    job = editor.translate("a.py")
    assert "identical" in editor.wait_end(job)["message"]
    asked = editor.of(QUESTION)
    assert [q["message"] for q in asked] == ["kadane: qwen2.5-coder is not there: pull it (4.7 GB)?"]
    told = [v.get("message", "") for v in editor.progress(job)]
    assert "getting qwen2.5-coder: 50% of 4.0 GB" in told, told
    # A progress of its own, with percentages from the first word on.
    own = download(editor)
    assert [v["kind"] for v in own[:1] + own[-1:]] == ["begin", "end"], own
    assert own[0]["title"] == "kadane: pull qwen2.5-coder" and own[0]["cancellable"], own
    shown = [v["percentage"] for v in own[:-1]]
    assert shown == sorted(set(shown)) and {50, 75, 100} <= set(shown), own
    editor.leave()


@check
def not_pulled_unasked():
    for answer in ("Not now", None):
        here = Ollama(["llama3:8b"])
        editor = editor_of(here, {QUESTION: choose(answer)}, model="qwen2.5-coder")
        end = editor.wait_end(editor.translate("a.py"))["message"]
        assert "kadane pull qwen2.5-coder" in end, end
        assert "POST /api/pull" not in here.paths()
        editor.leave()


@check
def pull_cancelled():
    """By the progress of the download, too."""
    here = Ollama(["llama3:8b"])
    here.pull_pause = 0.5
    editor = editor_of(here, {QUESTION: choose("Pull it")}, model="qwen2.5-coder")
    job = editor.translate("a.py")
    begun = editor.wait(lambda m: m.get("method") == "$/progress"
                        and "percentage" in m["params"]["value"], "progress of the download")
    editor.tell("window/workDoneProgress/cancel", {"token": begun["params"]["token"]})
    assert editor.wait_end(job)["message"] == "cancelled"
    end = time.monotonic() + 10 * PATIENCE
    while not here.pull_left and time.monotonic() < end:
        time.sleep(0.05)
    assert here.pull_left, "the server goes on with the download"
    assert download(editor)[-1]["kind"] == "end", download(editor)
    editor.leave()


@check
def chosen_in_the_editor():
    here = Ollama(["a:1b", "b:1b"], ANSWER)
    editor = editor_of(here)
    status = editor.execute("kadane.status")["result"]
    assert status["choice"] == {"provider": "ollama", "model": None}, status
    assert "ollama" in status["providers"] and "openai" not in status["providers"], status
    answer = editor.execute("kadane.selectModel", {"provider": "ollama", "model": "b:1b"})
    assert answer["result"] == {"provider": "ollama", "model": "b:1b"}, answer
    assert any("b:1b at ollama" in m["message"] for m in editor.of("window/showMessage"))
    assert "identical" in editor.wait_end(editor.translate("a.py"))["message"]
    assert here.asked_models() == ["b:1b"]
    assert editor.execute("kadane.status")["result"]["choice"]["model"] == "b:1b"
    editor.execute("kadane.selectModel", {"provider": ""})
    assert editor.execute("kadane.status")["result"]["choice"]["model"] is None
    for wrong in ({"provider": 1}, {"model": "x"}, {"provider": "clippy"}, {"provider": "a/b"}):
        assert editor.execute("kadane.selectModel", wrong)["error"]["code"] == -32602, wrong
    editor.leave()


@check
def listed_for_the_editor():
    here = Ollama(["llama3:8b", "qwen2.5-coder:7b"])
    editor = Editor(options={"provider": "ollama"}, env={
        "OLLAMA_HOST": here.host, "ANTHROPIC_BASE_URL": "http://127.0.0.1:1"})
    result = editor.execute("kadane.selectModel", {"list": True})["result"]
    assert [(m["provider"], m["model"], m["current"]) for m in result["models"]
            if m["provider"] == "ollama"] == [
                ("ollama", "llama3:8b", False), ("ollama", "qwen2.5-coder:7b", True)], result
    assert len(result["failures"]) == 1 and "anthropic" in result["failures"][0], result
    editor.leave()


@check
def asked_in_the_editor():
    here = Ollama([f"m{i}:1b" for i in range(20)])
    editor = editor_of(here, {QUESTION: choose("ollama/m3:1b")})
    assert editor.execute("kadane.selectModel")["result"] is None
    editor.wait(lambda m: m.get("method") == "window/showMessage", "message")
    question = editor.of(QUESTION)[0]
    assert len(question["actions"]) == 12 and "some of them" in question["message"], question
    assert editor.execute("kadane.status")["result"]["choice"]["model"] == "m3:1b"
    editor.leave()


@check
def left_while_it_is_listed():
    """A list that is wanted when the server leaves is answered, and nobody waits for it."""
    slow = Ollama(["a"], delay=20)
    editor = editor_of(slow)
    number = editor.server.ask("workspace/executeCommand",
                               {"command": "kadane.selectModel", "arguments": [{"list": True}]})
    begun = time.monotonic()
    editor.leave()
    assert time.monotonic() - begun < 5 * PATIENCE
    assert "has not ended" not in editor.server.errors()
    answers = [m for m in editor.log if m.get("id") == number and "method" not in m]
    assert len(answers) <= 1, answers


if __name__ == "__main__":
    main()
