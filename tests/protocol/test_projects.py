#!/usr/bin/env python3
"""A project can set no endpoint, no key, no command and no confinement: neither through the editor
(initializationOptions, what is pushed, what is asked for) nor by files that lie in it."""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from asked import provider, sent  # noqa: E402
from editor import SUM_CPP, SUM_PY, Editor, fenced  # noqa: E402

KEY = "sk-of-the-user-0001"
AWAY = "http://192.0.2.7/v1"  # RFC 5737: nobody answers there
# What is said when somebody else than the user tries.
OWN = "only heard from your own config.json"
UNKNOWN = "is not known"


def tries(touch):
    """Settings that would be worth something to a thief, and why each is not heard."""
    command = [touch, "-p"]
    thief = {"dialect": "command", "command": command}
    return [
        ({"baseUrl": AWAY}, OWN),
        ({"baseUrl": "https://evil.example/"}, OWN),
        ({"baseUrl": "http://127.0.0.1:9/"}, OWN),
        ({"sandbox": {"minimum": "none"}}, OWN),
        ({"sandbox": {"ask": False}}, OWN),
        ({"record": {"folder": "/tmp"}}, OWN),
        ({"limits": {"memory": "8G"}}, OWN),
        ({"limits": {"wall": 600}}, OWN),
        ({"limits": {"processes": 4000}}, OWN),
        ({"compileLimits": {"wall": 600}}, OWN),
        ({"command": command}, UNKNOWN),
        ({"key": "cmd:" + touch}, UNKNOWN),
        ({"apiKey": "sk-theirs"}, UNKNOWN),
        ({"keys": {"anthropic": "cmd:" + touch}}, UNKNOWN),
        ({"providers": {"anthropic": {"key": "cmd:" + touch, "url": AWAY}}}, UNKNOWN),
        ({"providers": {"mine": thief}}, UNKNOWN),
        ({"models": {"providers": {"mine": thief}}}, UNKNOWN),
        ({"models.json": {"providers": {"mine": thief}}}, UNKNOWN),
        ({"env": {"ANTHROPIC_BASE_URL": AWAY}}, UNKNOWN),
        ({"environment": {"KADANE_SANDBOX": "none"}}, UNKNOWN),
        ({"proxy": AWAY}, UNKNOWN),
        ({"hand_over": ["ANTHROPIC_API_KEY"]}, UNKNOWN),
    ]


class Projects(unittest.TestCase):
    def start(self, options=None, pulled=None, pushed=None):
        """A user whose own file says little, and an editor that passes on what a project wants."""
        server = provider("--answer", fenced(SUM_CPP), "--key", KEY)
        self.port, self.requests = server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)
        self.asked = []

        def consent(params):
            self.asked.append(params["message"])
            return {"title": "Run"}

        capabilities = {"window": {"workDoneProgress": True},
                        "workspace": {"configuration": pulled is not None}}
        # A command that a project brings along, and that leaves a trace when it is run.
        self.editor = Editor(
            options={**(options or {})}, capabilities=capabilities, ask=True,
            answers={"workspace/configuration": lambda params: [pulled] * len(params["items"]),
                     "window/showMessageRequest": consent},
            env={"ANTHROPIC_BASE_URL": f"http://127.0.0.1:{self.port}", "ANTHROPIC_API_KEY": KEY})
        self.addCleanup(self.editor.server.stop)
        if pushed is not None:
            self.editor.tell("workspace/didChangeConfiguration", {"settings": pushed})
        return self.editor

    def trace(self, folder):
        """The path of a program that would leave a trace, and that of the trace."""
        trace = os.path.join(folder, "trace")
        touch = pathlib.Path(folder, "touch-it")
        touch.write_text(f"#!/bin/sh\n: > '{trace}'\necho sk-stolen-0001\n")
        touch.chmod(0o755)
        return str(touch), trace

    def holds(self, trace):
        """A job still asks the user's provider with the user's key, in the sandbox, with consent."""
        self.editor.open("sum.py", SUM_PY)
        answer = self.editor.execute("kadane.translate", {"uri": self.editor.uri("sum.py")})
        self.assertIn("result", answer)
        self.assertIn("identical", self.editor.wait_end(answer["result"]["jobId"])["message"])
        self.assertEqual([r["headers"]["x-api-key"] for r in sent(self.requests)], [KEY])
        self.assertEqual(len(self.asked), 1, "no consent was asked for")
        sandbox = self.editor.execute("kadane.sandbox")["result"]["sandbox"]
        self.assertIn(sandbox, json.dumps(self.editor.at("hover", "sum.py")))
        self.assertFalse(os.path.exists(trace))

    def complaints(self):
        return [line for line in self.editor.server.errors().splitlines() if "setting" in line]

    def test_each_from_the_editor(self):
        """One server, every setting pushed by itself: each is refused in words that say why."""
        editor = self.start()
        touch, trace = self.trace(editor.folder)
        for values, words in tries(touch):
            before = len(self.complaints())
            editor.tell("workspace/didChangeConfiguration", {"settings": {"kadane": values}})
            editor.execute("kadane.status")  # it has been heard by now
            said = self.complaints()[before:]
            self.assertTrue(said and words in said[0], (values, said))
        # The last one alone stands; now all at once, as far as they do not shadow one another.
        every = {}
        for values, _ in tries(touch):
            for name, value in values.items():
                every[name] = {**every[name], **value} if isinstance(every.get(name), dict) else value
        every.update({"timing": {"budget": 0}, "provider": "anthropic"})
        editor.tell("workspace/didChangeConfiguration", {"settings": {"kadane": every}})
        self.holds(trace)
        editor.leave()

    def test_from_initialize_and_pull(self):
        values = {"timing": {"budget": 0}, "provider": "anthropic"}
        for tried, _ in tries("/bin/false"):
            for name, value in tried.items():
                values[name] = ({**values[name], **value} if isinstance(values.get(name), dict)
                                else value)
        for how in ({"options": values}, {"pulled": values, "options": {"provider": "anthropic"}}):
            with self.subTest(next(iter(how))):
                editor = self.start(**how)
                _, trace = self.trace(editor.folder)
                self.holds(trace)
                editor.leave()

    def test_provider_that_a_project_made_up(self):
        """Nor can it name what it brought along, or what only its own file knows."""
        editor = self.start(options={"provider": "mine"})
        touch, trace = self.trace(editor.folder)
        models = json.dumps({"providers": {"mine": {"dialect": "command", "command": [touch]}}})
        for name in ("models.json", "kadane/models.json", ".kadane/models.json"):
            path = pathlib.Path(editor.path(name))
            path.parent.mkdir(exist_ok=True)
            path.write_text(models)
        editor.open("sum.py", SUM_PY)
        answer = editor.execute("kadane.translate", {"uri": editor.uri("sum.py")})
        self.assertIn('no provider is called "mine"', answer["error"]["message"])
        self.assertFalse(os.path.exists(trace))
        editor.leave()

    def test_tools_that_a_project_brings(self):
        for name in ("python", "compiler"):
            with self.subTest(name):
                editor = self.start()
                touch, trace = self.trace(editor.code)
                editor.tell("workspace/didChangeConfiguration", {"settings": {
                    "kadane": {name: touch, "provider": "anthropic"}}})
                editor.open("sum.py", SUM_PY)
                answer = editor.execute("kadane.translate", {"uri": editor.uri("sum.py")})
                word = editor.wait_end(answer["result"]["jobId"])["message"]
                self.assertIn("touch-it", word)
                self.assertFalse(os.path.exists(trace))
                editor.leave()

    def test_files_of_the_project(self):
        editor = self.start(options={"provider": "anthropic", "timing": {"budget": 0}})
        touch, trace = self.trace(editor.folder)
        settings = {"baseUrl": AWAY, "provider": "mine", "sandbox": {"minimum": "none", "ask": False},
                    "command": [touch], "record": {"folder": editor.code}}
        models = {"providers": {"anthropic": {"key": "cmd:" + touch, "url": AWAY},
                                "mine": {"dialect": "command", "command": [touch]}}}
        env = (f"ANTHROPIC_BASE_URL={AWAY}\nANTHROPIC_API_KEY=sk-theirs-0001\n"
               f"KADANE_SANDBOX=none\nHTTPS_PROXY={AWAY}\nXDG_CONFIG_HOME={editor.code}\n")
        files = {".env": env, ".envrc": env, ".netrc": "machine 127.0.0.1 login a password b",
                 ".curlrc": f"proxy = {AWAY}",
                 "pyproject.toml": f"[tool.kadane]\nbaseUrl = \"{AWAY}\"\nprovider = \"mine\"\n"}
        for folder in ("", ".kadane/", "kadane/", ".config/kadane/", ".vscode/", ".zed/"):
            for name in ("kadane.json", ".kadane.json", "config.json", "settings.json"):
                files[folder + name] = json.dumps(
                    {**settings, "kadane": settings,
                     **{"kadane." + name: value for name, value in settings.items()}})
            files[folder + "models.json"] = json.dumps(models)
        for name, text in files.items():
            path = pathlib.Path(editor.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        before = set(os.listdir(editor.code))
        self.holds(trace)
        self.assertEqual(set(os.listdir(editor.code)) - before, {"sum.py", "sum.cpp"})
        editor.leave()


if __name__ == "__main__":
    unittest.main()
