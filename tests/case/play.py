"""Plays a case: does what its section "do" says, and notes all that can be seen.

Verbs (lines and columns count from 1):

    open FILE                       in the editor; the first one starts the server
    edit FILE L:C-L:C "text"
    action "Title" L:C              picks it; goes on while the job runs
    wait                            for the end of all jobs; at the end of the story anyway
    wait "words"                    for a phase of the last job
    wait question N                 for the N-th question to reach the provider
    cancel                          what runs for the last file
    close FILE
    run ARGS…, check ARGS…          kadane run …, kadane check … in the folder of the sources;
    doctor ARGS…, sandbox ARGS…     so too the other two

What is noted, in order:

    progress PHASE, PHASE …         of the jobs; "received" and "waiting" are left out
    cancelled
    diagnostic FILE L:C SEVERITY "message"; diagnostic FILE none when the last one has gone
    shown FILE                      the server asked the editor to show it
    message SEVERITY "text"         and "refused", "not offered" for an action
    compiles, output, finding, rounds, error          what --json says; "json NAME VALUE",
                                                      "members NAME …" where they are expected
    stdout "first line", stderr "line", exit N        all lines of sandbox, what doctor misses
    questions N                     that reached the provider (in cases with a server)
    file NAME [same as model N]; changed NAME; gone NAME
"""

import json
import os
import re
import shlex
import subprocess
import threading
import urllib.parse

from editor import Editor, Gone
from story import pattern
from watch import KEY
from world import SLOW

SEVERITIES = {1: "error", 2: "warning", 3: "information", 4: "hint"}
QUIET = re.compile(r"received |waiting ")


def plain(text):
    """On one line."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


class Player:
    """One case, played in its world."""

    def __init__(self, story, world):
        self.story, self.world = story, world
        self.editor, self.log = None, open(world.at("log"), "w+b")
        self.noted, self.told = [], []
        self.jobs, self.current, self.shown = [], "", {}
        self.expected = story.lines("expect")
        self.over = threading.Timer(world.seconds * SLOW, self.time_is_up)

    def time_is_up(self):
        self.told.append(f"stopped after {self.world.seconds:g} s")
        if self.editor:
            self.editor.process.kill()

    def note(self, line):
        if re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line):
            self.told.append(f"a control character is shown: {line!r}")
        line = line.replace(self.world.work + "/", "").replace(self.world.work, ".")
        line = line.replace(self.world.base or "no base", "@provider")
        self.noted.append(line.replace(self.world.root + "/", "@"))

    # --- verbs ---

    def play(self):
        self.over.start()
        try:
            for line in map(self.world.fill, self.story.lines("do")):
                verb, _, rest = line.partition(" ")
                getattr(self, "do_" + verb)(rest)
            if self.editor:
                self.do_wait("")
                if self.world.watch:
                    self.see_environment()
                status = self.editor.leave()
                if status != 0:
                    self.told.append(f"the server left with status {status}")
        except Gone as gone:
            self.told.append(str(gone))
        finally:
            self.over.cancel()
            if self.editor:
                self.editor.kill()
        self.see_log()
        self.see_world()
        self.see_sent()

    def do_open(self, rest):
        if self.editor is None:
            os.remove(self.world.at("config/kadane/config.json"))
            self.editor = Editor(self.world.wrap + [self.world.kadane], self.world.work,
                                 self.world.env, self.log, self.world.settings)
        self.current = rest
        self.editor.open(rest, "python" if rest.endswith(".py") else "plaintext")

    def do_edit(self, rest):
        name, *at, text = re.fullmatch(r'(\S+) (\d+):(\d+)-(\d+):(\d+) "(.*)"', rest).groups()
        line, column, to_line, to_column = map(int, at)
        text = text.encode().decode("unicode_escape")
        self.editor.edit(name, (line, column), (to_line, to_column), text)
        self.see()

    def do_close(self, rest):
        self.editor.close(rest)
        self.see()

    def do_action(self, rest):
        title, line, column = re.fullmatch(r'"(.*)" (\d+):(\d+)', rest).groups()
        answer = self.editor.pick(self.current, title, int(line), int(column))
        if answer is None:
            self.note(f'not offered "{title}"')
        elif "error" in answer:
            self.note(f'refused "{plain(answer["error"]["message"])}"')
        elif answer["result"]["jobId"] not in self.jobs:
            self.jobs.append(answer["result"]["jobId"])

    def do_wait(self, rest):
        words = rest.strip('"')
        if words.startswith("question "):
            number = int(words.split()[1])
            if not self.editor.pump_until(lambda: len(self.world.requests()) >= number,
                                          self.world.seconds):
                raise Gone(f"no {words}")
            return
        if words:
            if not self.editor.wait_phase(self.jobs[-1], words, self.world.seconds):
                raise Gone(f'no phase "{words}"')
            return
        for job in self.jobs:
            if not self.editor.wait_end(job, self.world.seconds * SLOW):
                raise Gone(f"job {job} does not end")
        self.see()

    def do_cancel(self, _):
        self.editor.execute("kadane.cancel", [{"uri": self.editor.uri(self.current)}])
        for job in self.jobs:
            if not self.editor.wait_end(job, 1.0 * SLOW):
                raise Gone(f"job {job} does not end within 1 s of its cancel")
        self.see()

    def do_run(self, rest):
        self.command(["run", *shlex.split(rest)])

    def do_check(self, rest):
        self.command(["check", *shlex.split(rest)])

    def do_doctor(self, rest):
        self.command(["doctor", *shlex.split(rest)])

    def do_sandbox(self, rest):
        self.command(["sandbox", *shlex.split(rest)])

    def command(self, arguments):
        argv = self.world.wrap + [self.world.kadane] + arguments
        done = subprocess.Popen(argv, cwd=self.world.work, env=self.world.env,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)
        try:
            out, err = done.communicate(timeout=self.world.seconds * SLOW)
        except subprocess.TimeoutExpired:
            done.kill()
            done.communicate()
            raise Gone(f"kadane {shlex.join(arguments)} does not end") from None
        self.log.write(out + err)
        out, err = out.decode("utf-8", "strict"), err.decode("utf-8", "strict")
        if "--json" in arguments:
            self.see_json(out)
        elif out.strip():
            lines = out.strip("\n").split("\n")
            if arguments[0] == "doctor":
                lines = [line for line in lines if line.startswith("MISS")]
            for line in lines if arguments[0] in ("doctor", "sandbox") else lines[:1]:
                self.note(f'stdout "{plain(line)}"')
            patch = [n for n, line in enumerate(lines) if line.startswith("+++ ")]
            for line in lines[patch[0] + 1:] if patch else ():
                self.note(f"patch {plain(line)}".rstrip())
        said = err.splitlines()
        # Beside a patch stands the whole report, and much of that is about this machine.
        for line in said[:1] if out.startswith("--- ") else said:
            self.note(f'stderr "{plain(line)}"')
        self.note(f"exit {done.returncode}")

    # --- looking ---

    def see(self):
        """What the editor shows now and did not show before."""
        self.editor.running()
        for job in list(self.editor.progress):
            values = self.editor.progress[job]
            if values[-1]["kind"] == "end":
                self.see_progress(self.editor.progress.pop(job))
        for uri, items in self.editor.diagnostics.items():
            if items != self.shown.get(uri, []):
                self.see_diagnostics(uri, items)
            self.shown[uri] = items
        for message in self.editor.messages:
            text = plain(message["message"]).replace(self.world.work + "/", "")
            self.note(f'message {SEVERITIES[message["type"]]} "{text}"')
        self.editor.messages.clear()
        for uri in self.editor.shown:
            self.note("shown " + urllib.parse.unquote(uri.rsplit("/", 1)[-1]))
        self.editor.shown.clear()

    def see_progress(self, values):
        phases = []
        for value in values:
            phase = re.sub(r"^timing, (run \d+ of \d+|waiting .*)$", "timing", value.get("message", ""))
            phase = phase.replace(", ", ": ")
            if value["kind"] != "end" and phase and not QUIET.match(phase) and \
                    phases[-1:] != [phase]:
                phases.append(phase)
        kinds = [value["kind"] for value in values]
        if kinds[0] != "begin" or kinds.count("begin") != 1 or kinds.count("end") != 1:
            self.told.append(f"progress must begin once and end once: {kinds}")
        if phases:
            self.note("progress " + ", ".join(phases))
        if values[-1].get("message") == "cancelled":
            self.note("cancelled")

    def see_diagnostics(self, uri, items):
        name = urllib.parse.unquote(uri.rsplit("/", 1)[-1])
        if not items:
            self.note(f"diagnostic {name} none")
        for item in items:
            start = item["range"]["start"]
            self.note(f'diagnostic {name} {start["line"] + 1}:{start["character"] + 1} '
                      f'{SEVERITIES[item["severity"]]} "{plain(item["message"])}"')

    def see_json(self, out):
        try:
            said = json.loads(out)
        except ValueError as error:
            self.note(f"no json ({error})")
            return
        for name in ("compiles", "output"):
            if name in said:
                value = said[name]
                self.note(f"{name} {value if isinstance(value, str) else json.dumps(value)}")
        for finding in said.get("findings", []):
            self.note(f'finding {finding["kind"]} "{plain(finding["text"])}"')
        if said.get("rounds"):
            self.note(f'rounds {said["rounds"]}')
        # Members that only some cases are about.
        for name in dict.fromkeys(re.findall(r"^json (\w+)", "\n".join(self.expected), re.M)):
            self.note(f"json {name} {json.dumps(said.get(name), ensure_ascii=False)}")
        if any(line.startswith("members ") for line in self.expected):
            self.note("members " + " ".join(sorted(said)))
        if "error" in said:
            self.note(f'error {said["error"]["kind"]} "{plain(said["error"]["text"])}"')

    def see_environment(self):
        """The server itself has struck the key out of its environment."""
        with open(f"/proc/{self.editor.process.pid}/environ", "rb") as file:
            if KEY.encode() in file.read():
                self.told.append("the key is still in the environment of the server")

    def see_log(self):
        self.log.seek(0)
        text = self.log.read().decode("utf-8", "replace")
        self.log.close()
        if re.search(r"Sanitizer|runtime error:|Assertion .* failed", text):
            self.told.append("a sanitizer or an assertion spoke:\n" + text[-6000:])
        if self.editor and KEY in json.dumps(self.editor.transcript):
            self.told.append("the key was sent to the editor")

    def see_world(self):
        world = self.world
        if world.server:
            self.note(f"questions {len(world.requests())}")
            if world.requests("other-"):
                self.told.append("something was sent to where the provider redirects")
        if world.listener:
            self.note(f"connections {world.connections()}")
        now = world.files()
        for name in sorted(set(now) | set(world.before)):
            if name not in now:
                self.note(f"gone {name}")
            elif name not in world.before:
                self.note(f"file {name}{self.same_as(now[name])}")
            elif now[name] != world.before[name]:
                wanted = world.before.get(name + ".after")
                self.note(f"changed {name}" + (f" to {name}.after" if now[name] == wanted else ""))

    def same_as(self, content):
        """Which answer the file was cut out of; the whole program, not a part of it."""
        if content is None:
            return ""
        text = content.decode("utf-8", "replace").strip()
        for number, model in enumerate(self.world.models, 1):
            blocks = re.findall(r"^(?:```|~~~)[^\n]*\n(.*?)^(?:```|~~~)", model + "\n", re.S | re.M)
            if text in [model.strip(), *(block.strip() for block in blocks)]:
                return f" same as model {number}"
        return ""

    def see_sent(self):
        questions = self.world.requests()
        for number, text in self.story.numbered("sent").items():
            if number > len(questions):
                self.told.append(f"there was no question {number}")
                continue
            body = questions[number - 1]["body"]
            last = str(body["messages"][-1]["content"])
            said = str(body.get("system", "")) + "\n" + last
            for line in filter(None, map(str.strip, text.splitlines())):
                if line.startswith("!"):
                    if line[1:] in said:
                        self.told.append(f'question {number} holds "{line[1:]}"')
                elif not re.search(pattern(line), said):
                    self.told.append(f'question {number} lacks "{line}"; it ends:\n{last[-1500:]}')
        for question in questions:
            if KEY in json.dumps(question["body"]) + question["path"]:
                self.told.append("the key is in the body or the path of a question")
