"""Configuration by initializationOptions, push and pull, for each workspace folder."""

import json
import pathlib
import time

from checks import check, main
from editor import FULL, GOOD, SUM_PY, Editor
from loopback import Server, error


# --- configuration ---


@check
def configuration_pull():
    caps = json.loads(json.dumps(FULL))
    caps["workspace"]["configuration"] = True
    caps["workspace"]["didChangeConfiguration"] = {"dynamicRegistration": True}
    answers = {"workspace/configuration": lambda params: [{"provider": "replay"}]}
    editor = Editor(caps, {"provider": "anthropic"}, GOOD, answers)
    editor.open("a.py", SUM_PY)
    register = editor.wait(lambda m: m.get("method") == "client/registerCapability", "register")
    registration = register["params"]["registrations"][0]
    assert registration["method"] == "workspace/didChangeConfiguration"
    assert registration["registerOptions"] == {"section": "kadane"}
    pull = editor.wait(lambda m: m.get("method") == "workspace/configuration", "pull")
    assert pull["params"] == {"items": [{"section": "kadane"}]}
    editor.settle()  # the answer is under way
    assert "identical" in editor.wait_end(editor.translate("a.py"))["message"]
    # VS Code pushes null: the server has to ask again.
    editor.answers["workspace/configuration"] = lambda params: [{"provider": "nobody"}]
    editor.tell("workspace/didChangeConfiguration", {"settings": None})
    editor.wait(lambda m: m.get("method") == "workspace/configuration", "second pull")
    editor.settle()
    error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
    assert "nobody" in error["message"], error
    # null means unset: what was there before counts again, here a provider without a key.
    editor.answers["workspace/configuration"] = lambda params: [None]
    editor.tell("workspace/didChangeConfiguration", {"settings": {"kadane": None}})
    editor.wait(lambda m: m.get("method") == "workspace/configuration", "third pull")
    editor.settle()
    answer = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})
    if "error" in answer:
        said = answer["error"]["message"]
    else:
        said = editor.wait_end(answer["result"]["jobId"])["message"]
    assert "ANTHROPIC_API_KEY" in said, said
    editor.leave()


@check
def configuration_push():
    for settings in ({"kadane": {"provider": "nobody"}}, {"provider": "nobody"}):
        editor = Editor(recordings=GOOD)
        editor.open("a.py", SUM_PY)
        editor.tell("workspace/didChangeConfiguration", {"settings": settings})
        error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
        assert "nobody" in error["message"], error
        assert editor.of("workspace/configuration") == [], "the editor cannot be asked"
        editor.leave()


@check
def configuration_of_folders():
    caps = json.loads(json.dumps(FULL))
    caps["workspace"]["configuration"] = True
    caps["workspace"]["workspaceFolders"] = True
    outer = {"uri": "file:///tmp/kadane%20outer", "name": "outer"}
    inner = {"uri": "file:///tmp/kadane%20outer/inner", "name": "inner"}

    def named_after_folder(params):
        return [{"provider": item["scopeUri"].rsplit("/", 1)[1]} for item in params["items"]]

    answers = {"workspace/configuration": named_after_folder}
    editor = Editor(caps, recordings=GOOD, answers=answers, workspaceFolders=[outer])
    pull = editor.wait(lambda m: m.get("method") == "workspace/configuration", "pull")
    assert pull["params"]["items"] == [{"scopeUri": outer["uri"], "section": "kadane"}]
    editor.tell("workspace/didChangeWorkspaceFolders",
                {"event": {"added": [inner], "removed": []}})
    pull = editor.wait(lambda m: m.get("method") == "workspace/configuration", "pull")
    assert len(pull["params"]["items"]) == 2
    editor.settle()

    def complaint(uri):
        item = {"uri": uri, "languageId": "python", "version": 1, "text": SUM_PY}
        editor.tell("textDocument/didOpen", {"textDocument": item})
        return editor.execute("kadane.translate", {"uri": uri})["error"]["message"]

    assert '"kadane%20outer"' in complaint("file:///tmp/kadane%20outer/innerly/a.py")
    assert '"inner"' in complaint("file:///tmp/kadane%20outer/inner/a.py")
    editor.tell("workspace/didChangeWorkspaceFolders",
                {"event": {"added": [], "removed": [inner]}})
    editor.wait(lambda m: m.get("method") == "workspace/configuration", "pull")
    editor.settle()
    assert '"kadane%20outer"' in complaint("file:///tmp/kadane%20outer/inner/a.py")
    editor.leave()


@check
def wrapped_options():
    editor = Editor(options={"kadane": {"provider": "nobody"}})
    editor.open("a.py", SUM_PY)
    error = editor.execute("kadane.translate", {"uri": editor.uri("a.py")})["error"]
    assert "nobody" in error["message"], error
    editor.leave()


@check
def editor_cannot_weaken_the_sandbox():
    editor = Editor(options={"sandbox": {"minimum": "none"}})
    editor.settle()
    logged = [m["message"] for m in editor.of("window/logMessage")]
    assert any("sandbox" in line for line in logged), logged
    editor.leave()


# --- the user's own file ---


DAMAGED = [
    ('{\n  "sandbox": {"ask": false}\n  "budget": {"job": 0}\n}\n', "in line 3"),
    ('{"sandbox": {"ask": false}, "budget": {"job": "0"}}', "setting budget.job: must be a number"),
    ('{"sandbox": {"ask": false}, "fallbacks": []}', "setting fallbacks is not known"),
]


def own_file(editor):
    return pathlib.Path(editor.folder, "kadane/config.json")


def refused(editor, command="kadane.translate", **argument):
    answer = editor.execute(command, {"uri": editor.uri("a.py"), **argument})
    assert "error" in answer, answer
    return answer["error"]["message"]


@check
def own_file_not_understood():
    """Nothing is run, the user is told once of each complaint, and mending the file is enough."""
    editor = Editor(recordings=GOOD)
    editor.open("a.py", SUM_PY)
    path, good = own_file(editor), own_file(editor).read_text()
    for number, (text, words) in enumerate(DAMAGED, 1):
        path.write_text(text)
        for command in ("kadane.translate", "kadane.translate", "kadane.selectModel"):
            said = refused(editor, command, list=True)
            assert str(path) + ": " in said and words in said, said
        shown = [m for m in editor.of("window/showMessage") if "config.json: " in m["message"]]
        assert len(shown) == number, shown
        assert shown[-1]["type"] == 1 and words in shown[-1]["message"], shown
    editor.tell("workspace/didChangeConfiguration", {"settings": {"kadane": {"rounds": 2}}})
    assert words in refused(editor)
    assert len([m for m in editor.of("window/showMessage")]) == len(DAMAGED)
    path.write_text(good)
    assert "identical" in editor.wait_end(editor.translate("a.py"))["message"]
    # A change of the configuration reads it as well; the same complaint again is news by now.
    path.write_text(text)
    editor.tell("workspace/didChangeConfiguration", {"settings": None})
    editor.execute("kadane.status")
    assert len([m for m in editor.of("window/showMessage") if words in m["message"]]) == 2
    editor.leave()


@check
def own_file_not_understood_from_the_start():
    caps = json.loads(json.dumps(FULL))
    editor = Editor(caps, recordings=GOOD, env={"XDG_CONFIG_HOME": "/nowhere"})
    editor.leave()
    home = pathlib.Path(editor.folder, "kadane")
    home.joinpath("config.json").write_text(DAMAGED[1][0])
    editor = Editor(caps, recordings=GOOD, env={"XDG_CONFIG_HOME": str(home.parent)})
    editor.open("a.py", SUM_PY)
    assert "setting budget.job" in refused(editor)
    assert len(editor.of("window/showMessage")) == 1
    editor.leave()


@check
def changed_during_a_job():
    """A job goes on with what held when it was ordered, every string of it."""
    def set_fallback(name):
        own_file(editor).write_text(json.dumps({"sandbox": {"ask": False}, "fallback": [name]}))

    def first(handler):
        set_fallback(name.upper())
        editor.tell("workspace/didChangeConfiguration", {"settings": {"kadane": {"rounds": 2}}})
        time.sleep(0.3)  # it is read meanwhile
        return error(401, "no such key")

    with Server(first, error(401, "no such key")) as server:
        url = f"http://127.0.0.1:{server.port}"
        name = "openai/" + "a-very-long-name-of-a-model-" * 4 + "70b"
        editor = Editor(options={"provider": "anthropic"},
                        env={"ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": "sk-1-0001",
                             "OPENAI_BASE_URL": url, "OPENAI_API_KEY": "sk-2-0002"})
        set_fallback(name)
        editor.open("a.py", SUM_PY)
        editor.wait_end(editor.translate("a.py"))
        asked = [request["body"]["model"] for request in server.asked]
    assert asked[1:] == [name.partition("/")[2]], asked
    editor.leave()


if __name__ == "__main__":
    main()
