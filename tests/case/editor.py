"""A small LSP client: enough of an editor to open, edit, pick an action and look on.

Run by itself it is an editor that another process can kill:

    editor.py KADANE FOLDER SETTINGS FILE      opens FILE, picks the translation, tells on
                                               stdout what happens, until its stdin ends
"""

import json
import os
import pathlib
import select
import subprocess
import sys
import time
import urllib.parse

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-8", "utf-16"]},
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "workspace": {"codeLens": {"refreshSupport": True}, "inlayHint": {"refreshSupport": True}},
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["refactor"]}}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {},
    },
}


class Gone(Exception):
    """The server has closed its end, or does not answer."""


class Editor:
    """One server and what it has told so far."""

    def __init__(self, command, folder, env, log, options):
        self.folder = os.path.realpath(folder)
        self.process = subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=log)
        self.bytes, self.last_id, self.versions = bytearray(), 0, {}
        self.answers, self.diagnostics, self.messages, self.shown = {}, {}, [], []
        self.progress = {}  # job: its $/progress values
        self.transcript = []
        self.initialize = self.ask("initialize", {
            "processId": os.getpid(), "rootUri": pathlib.Path(self.folder).as_uri(),
            "capabilities": CAPABILITIES, "initializationOptions": options})
        self.tell("initialized", {})

    # --- talking ---

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            self.process.stdin.flush()
        except OSError as error:
            raise Gone(f"the server does not listen any more ({error})") from error

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params, seconds=20.0):
        """The answer to a request: {"result": …} or {"error": …}."""
        self.last_id += 1
        number = self.last_id
        self.send({"id": number, "method": method, "params": params})
        if not self.pump(lambda: number in self.answers, seconds):
            raise Gone(f"no answer to {method} within {seconds:g} s")
        return self.answers.pop(number)

    def take(self):
        """The first whole message among the bytes that came; None when there is none."""
        end = self.bytes.find(b"\r\n\r\n")
        if end < 0:
            return None
        length = int(next(line.split(b":")[1] for line in bytes(self.bytes[:end]).split(b"\r\n")
                          if line.lower().startswith(b"content-length:")))
        if len(self.bytes) < end + 4 + length:
            return None
        body = bytes(self.bytes[end + 4:end + 4 + length])
        del self.bytes[:end + 4 + length]
        return json.loads(body)

    def pump(self, until, seconds):
        """Take what comes until `until()`; False when the time is over."""
        end = time.monotonic() + seconds
        while True:
            while (message := self.take()) is not None:
                self.handle(message)
            if until():
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            if not select.select([self.process.stdout], [], [], left)[0]:
                continue
            more = os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                raise Gone(f"the server left (status {self.process.wait()})")
            self.bytes += more

    def pump_until(self, until, seconds):
        """Take what comes until something outside is true; False when the time is over."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                return False
            self.pump(lambda: False, 0.02)
        return True

    def handle(self, message):
        self.transcript.append(message)
        method, params = message.get("method"), message.get("params") or {}
        if method is None:
            self.answers[message["id"]] = message
        elif "id" in message:
            result = [None] if method == "workspace/configuration" else None
            if method == "window/showDocument":
                self.shown.append(params["uri"])
                result = {"success": True}
            if method == "window/showMessageRequest":
                result = {"title": "Run"}  # the user allows it
            self.send({"id": message["id"], "result": result})
        elif method == "$/progress":
            job = str(params["token"]).rsplit("/", 1)[-1]
            self.progress.setdefault(job, []).append(params["value"])
        elif method == "textDocument/publishDiagnostics":
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif method == "window/showMessage":
            self.messages.append(params)

    # --- what a person does ---

    def uri(self, name):
        return "file://" + urllib.parse.quote(os.path.join(self.folder, name))

    def open(self, name, language="python"):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            text = file.read()
        self.versions[name] = 1
        self.tell("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(name), "languageId": language, "version": 1, "text": text}})

    def edit(self, name, start, end, text):
        self.versions[name] += 1
        place = [{"line": line - 1, "character": column - 1} for line, column in (start, end)]
        self.tell("textDocument/didChange", {
            "textDocument": {"uri": self.uri(name), "version": self.versions[name]},
            "contentChanges": [{"range": {"start": place[0], "end": place[1]}, "text": text}]})

    def close(self, name):
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def actions(self, name, line, column):
        place = {"line": line - 1, "character": column - 1}
        return self.ask("textDocument/codeAction", {
            "textDocument": {"uri": self.uri(name)}, "range": {"start": place, "end": place},
            "context": {"diagnostics": [], "triggerKind": 1}})["result"]

    def execute(self, command, arguments):
        return self.ask("workspace/executeCommand",
                        {"command": command, "arguments": arguments})

    def pick(self, name, title, line, column):
        """Pick a code action: its answer, or None when it is not offered."""
        for action in self.actions(name, line, column):
            if action["title"] == title:
                command = action["command"]
                return self.execute(command["command"], command["arguments"])
        return None

    def running(self):
        """The ids of the jobs that run; everything the server said before has been taken."""
        answer = self.execute("kadane.status", [])
        return {job["jobId"] for job in answer["result"]["jobs"]}

    def wait_end(self, job, seconds):
        """True when the job has ended in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if job not in self.running():
                return True
            self.pump(lambda: any(value["kind"] == "end"
                                  for value in self.progress.get(job, [])), 0.2)
        return False

    def wait_phase(self, job, word, seconds):
        """True when a phase with `word` was told in time."""
        self.pump(lambda: any(word in value.get("message", "") or value["kind"] == "end"
                              for value in self.progress.get(job, [])), seconds)
        return any(word in value.get("message", "") for value in self.progress.get(job, []))

    def leave(self, seconds=10.0):
        """Shut down as the protocol wants it; the exit status."""
        self.ask("shutdown", None)
        self.send({"method": "exit"})
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Gone("the server does not leave after exit") from None
        finally:
            self.kill()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                pipe.close()
            except OSError:
                pass


def main():
    kadane, folder, settings, name = sys.argv[1:]
    with open(settings, encoding="utf-8") as file:
        editor = Editor([kadane], folder, None, None, json.load(file))
    editor.open(name)
    answer = editor.pick(name, "Translate to C++", 1, 1)
    print("pid", editor.process.pid, "job", answer["result"]["jobId"], flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        editor.pump(lambda: False, 0.05)


if __name__ == "__main__":
    main()
