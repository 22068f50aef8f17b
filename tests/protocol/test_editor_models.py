#!/usr/bin/env python3
"""The provider "editor": the editor answers kadane/lm/chat, in chunks, late, wrongly or not at all."""

import os
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checks  # noqa: E402
from editor import SUM_CPP, SUM_PY, WRONG_CPP, Editor, fenced  # noqa: E402
from raw import NO_ANSWER  # noqa: E402

ANSWER = "Here – größer 😀:\n" + fenced(SUM_CPP, "Done.\n")


class Model:
    """What stands behind the editor: answers questions as `script` says, from a thread of its own."""

    def __init__(self, *scripts):
        self.scripts, self.asked, self.cancelled, self.editor = list(scripts), [], [], None

    def request(self, params):
        """A request of the server's, the last message that came; the answer comes later."""
        message = self.editor.server.messages[-1]
        self.asked.append(params)
        script = self.scripts[min(len(self.asked), len(self.scripts)) - 1]
        threading.Thread(target=script, args=(self, message), daemon=True).start()
        return NO_ANSWER

    def chunk(self, message, text, chat=None):
        self.editor.tell("kadane/lm/chunk",
                         {"chatId": chat or message["params"]["chatId"], "text": text})

    def reply(self, message, **result):
        self.editor.server.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def fail(self, message, code, text, data=None):
        error = {"code": code, "message": text, **({"data": data} if data else {})}
        self.editor.server.send({"jsonrpc": "2.0", "id": message["id"], "error": error})


def saying(text, piece=7, pause=0.0, **result):
    def script(model, message):
        for at in range(0, len(text), piece):
            model.chunk(message, text[at:at + piece])
            time.sleep(pause)
        model.reply(message, **(result or {"finish": "stop"}))
    return script


def failing(code, text, data=None):
    return lambda model, message: model.fail(message, code, text, data)


def silent(model, message):
    """Never says anything."""


class Answers(unittest.TestCase):
    def start(self, *scripts, providers=("editor",), options=None, **more):
        self.model = Model(*scripts)
        answers = {"kadane/lm/chat": self.model.request}
        self.editor = Editor(options={"provider": "editor", "clientProviders": list(providers),
                                      "timing": {"budget": 0},
                                      **(options or {})}, answers=answers, **more)
        self.model.editor = self.editor
        self.addCleanup(self.editor.server.stop)
        self.editor.open("sum.py", SUM_PY)

    def ended(self):
        return self.editor.wait_end(self.editor.translate("sum.py"))["message"]

    def test_answers_in_chunks(self):
        self.start(saying(ANSWER), options={"model": "gpt-9"})
        self.assertIn("identical", self.ended())
        asked = self.model.asked[0]
        self.assertEqual(asked["model"], "gpt-9")
        self.assertEqual(asked["jobId"], "1")
        self.assertEqual([m["role"] for m in asked["messages"]], ["system", "user"])
        self.assertIn(SUM_PY, asked["messages"][1]["content"])
        with open(self.editor.path("sum.cpp"), encoding="utf-8") as file:
            self.assertIn(SUM_CPP, file.read())
        self.editor.leave()

    def test_whole_conversation(self):
        def wrong(model, message):
            model.chunk(message, "stray", chat="77")
            saying(fenced(WRONG_CPP), piece=40, pause=0.02)(model, message)
        self.start(wrong, saying(ANSWER, piece=1000))
        job = self.editor.translate("sum.py")
        self.editor.wait_phase(job, "received")
        self.assertIn("identical", self.editor.wait_end(job)["message"])
        first, second = self.model.asked
        self.assertNotEqual(first["chatId"], second["chatId"])
        self.assertIsNone(second["model"])
        self.assertEqual([m["role"] for m in second["messages"]],
                         ["system", "user", "assistant", "user"])
        self.assertEqual(second["messages"][2]["content"], fenced(WRONG_CPP))
        self.editor.leave()

    def test_errors(self):
        key = "sk-in-the-environment-1"
        cases = [
            (failing(-32000, "no\nway", {"code": "NoPermissions"}), "allow kadane to use its"),
            (failing(-32000, "gone", {"code": "NotFound"}), "the editor has no such model: gone"),
            (failing(-32000, "quota", {"code": "Blocked"}), "the editor's model is blocked: quota"),
            (failing(-32601, "unknown method"), "it does not know kadane/lm/chat"),
            (failing(-32603, "it broke with " + key), "the editor's model failed: it broke"),
            (saying("", finish="refusal"), "refused to answer"),
            (saying("half", finish="cancelled"), "cancelled in the editor"),
            (saying("half", finish="whatever"), "without a reason that is known"),
            (saying("half", error={"code": "Blocked", "message": "filter"}), "blocked: filter"),
            (saying("half", error="plain words"), "failed: plain words"),
            (lambda model, message: model.reply(message), "without a reason that is known"),
        ]
        self.start(*[script for script, _ in cases], env={"OPENAI_API_KEY": key})
        for _, words in cases:
            message = self.ended()
            self.assertIn(words, message)
            self.assertNotIn("\n", message)
            self.assertNotIn(key, message)
        self.editor.leave()

    def test_what_comes_for_nobody(self):
        def script(model, message):
            model.chunk(message, "int wrong;", chat="77")
            for params in ({"chatId": 1, "text": "x"}, {"text": "x"}, {"chatId": "x", "text": "x"},
                           {"chatId": "1", "text": 3}, None):
                model.editor.tell("kadane/lm/chunk", params)
            saying(ANSWER)(model, message)
            model.chunk(message, "late")
            model.reply(message, finish="stop")
        self.start(script)
        self.assertIn("identical", self.ended())
        with open(self.editor.path("sum.cpp"), encoding="utf-8") as file:
            self.assertNotIn("wrong", file.read())
        self.editor.leave()

    def test_cancel(self):
        self.start(silent, saying(ANSWER))
        job = self.editor.translate("sum.py")
        request = self.editor.wait(lambda m: m.get("method") == "kadane/lm/chat", "question")
        begun = time.monotonic()
        self.editor.execute("kadane.cancel", {"jobId": job})
        self.assertEqual(self.editor.wait_end(job)["message"], "cancelled")
        self.assertLess(time.monotonic() - begun, 2 * checks.PATIENCE)
        self.assertIn({"id": request["id"]}, self.editor.of("$/cancelRequest"))
        # What still comes of it is nobody's, and must not end up in the next answer.
        self.model.chunk(request, "int late;")
        self.model.reply(request, finish="stop")
        self.assertIn("identical", self.ended())
        self.editor.leave()

    def test_editor_goes(self):
        self.start(silent)
        self.editor.translate("sum.py")
        self.editor.wait(lambda m: m.get("method") == "kadane/lm/chat", "question")
        begun = time.monotonic()
        self.editor.server.close_stdin()
        self.editor.leave(status=1)
        self.assertLess(time.monotonic() - begun, 2 * checks.PATIENCE)

    def test_too_much(self):
        def script(model, message):
            for _ in range(50):
                model.chunk(message, "x" * 100000)
            said.set()
        said = threading.Event()
        self.start(script)
        self.assertIn("too long", self.ended())
        said.wait(20)  # two threads must not write at once
        self.editor.leave()

    def test_only_when_the_editor_said_so(self):
        self.start(saying(ANSWER), providers=())
        answer = self.editor.execute("kadane.translate", {"uri": self.editor.uri("sum.py")})
        message = answer["error"]["message"] if "error" in answer else self.editor.wait_end(
            answer["result"]["jobId"])["message"]
        self.assertIn("no editor offers its models", message)
        # Not even later: what a project pushes is no word of the editor's.
        self.editor.tell("workspace/didChangeConfiguration", {"settings": {
            "kadane": {"provider": "editor", "clientProviders": ["editor"]}}})
        answer = self.editor.execute("kadane.translate", {"uri": self.editor.uri("sum.py")})
        message = answer["error"]["message"] if "error" in answer else self.editor.wait_end(
            answer["result"]["jobId"])["message"]
        self.assertIn("no editor offers its models", message)
        self.assertEqual(self.model.asked, [])
        self.editor.leave()

    def test_chosen_when_nothing_else_is_there(self):
        """By an editor that cannot stream, too."""
        self.start(lambda model, message: model.reply(message, finish="stop", text=ANSWER),
                   providers=["vscode"], options={"provider": ""})
        self.assertIn("identical", self.ended())
        self.editor.leave()


if __name__ == "__main__":
    unittest.main()
