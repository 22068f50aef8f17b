"""Configuration by initializationOptions, push and pull, for each workspace folder."""

import json

from checks import check, main
from editor import FULL, GOOD, SUM_PY, Editor


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


if __name__ == "__main__":
    main()
