"""The machine as a case sees it: folders of its own, chosen tools, a provider; and whether
anything is left of it afterwards.

Lines of a section "world":

    env NAME=VALUE           in kadane's environment
    models JSON              the user's own models.json
    path TOOL …              PATH leads to these programs only
    big FILE BYTES "LINE"    a file of that length, made of that line
    bytes FILE "…"           a file with escapes: \\xff, \\n, \\0
    folder NAME              a folder stands there
    readonly                 the folder of the sources cannot be written, not even by root
    home FILE "…"            a file in the home folder
    program PATH "…"         a program, at an absolute path
    venv MODULE "…"          an active virtual environment in the home folder, with this module
    pace N                   recorded answers come at N tokens a second
    listener                 something listens on the loopback; @PORT@ in sources and answers
    seconds N                how long the case may take (90)

@HOME@ in sources, answers, settings and these lines is the home folder, @WORK@ that of the sources.
"""

import copy
import glob
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from watch import KEY, Watch, processes

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SLOW = float(os.environ.get("KADANE_TEST_SLOW", "1"))
CLEAN = re.compile(r"_API_KEY$|_BASE_URL$|_TOKEN$|^(KADANE|XDG)_|_proxy$|_PROXY$|^OLLAMA_HOST$")


# What the cache may keep, where it is switched on.
KEPT = re.compile(r"cache/kadane/(builds/([0-9a-f]{16}/)?|"
                  r"headers/([0-9a-f]{16}-[0-9a-f]{16}/((set\.hpp(\.gch)?|probe\.cpp|ready)/)?)?)$")


# What is remembered of the questions that a provider was asked.
ACCOUNTS = {"kadane", *(f"kadane/{name}" for name in ("spent.json", "spent.lock", "asked.jsonl",
                                                      "asked.lock"))}


def unescape(text):
    return text.encode().decode("unicode_escape").encode("latin-1")


def merge(base, over):
    """JSON merge patch (RFC 7386)."""
    for name, value in over.items():
        if value is None:
            base.pop(name, None)
        elif isinstance(value, dict) and isinstance(base.get(name), dict):
            merge(base[name], value)
        else:
            base[name] = value
    return base


# What most stories are not about, and what takes its time.
QUICK = {"checks": {"facts": False, "sanitizers": False, "vary": False}, "builds": {"budget": 0},
         "cache": {"enabled": False}}


class World:
    """A folder with everything one case needs."""

    def __init__(self, story, kadane):
        self.story, self.kadane = story, kadane
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="kc-"))
        for name in ("work", "home", "cache", "config/kadane", "state", "tmp", "replay", "answers",
                     "requests", "bin"):
            os.makedirs(self.at(name))
        self.work, self.home = self.at("work"), self.at("home")
        self.env = {k: v for k, v in os.environ.items() if not CLEAN.search(k)}
        self.env.update(HOME=self.home, TMPDIR=self.at("tmp"), XDG_CACHE_HOME=self.at("cache"),
                        XDG_CONFIG_HOME=self.at("config"), XDG_STATE_HOME=self.at("state"),
                        XDG_DATA_HOME=self.at("state"))
        self.wrap, self.pace, self.seconds = [], 0, 90.0
        self.settings = {"provider": "replay", "replay": {"folder": self.at("replay")},
                         "timing": {"budget": 0}, **copy.deepcopy(QUICK)}
        self.listener, self.server, self.watch, self.base = None, None, None, ""
        try:
            self.prepare()
        except Exception:
            self.remove()
            raise

    def at(self, name):
        return os.path.join(self.root, name)

    def write(self, path, text):
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    # --- setting up ---

    def prepare(self):
        story = self.story
        for line in story.lines("world"):
            word, _, rest = self.fill(line).partition(" ")
            getattr(self, "world_" + word)(rest)
        for name, text in story.files().items():
            path = os.path.join(self.work, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            self.write(path, self.fill(text))
        self.models = [self.fill(text) for text in story.models()]
        if "server" in story.sections or story.numbered("sent"):
            self.serve()
        else:
            self.record()
        merge(self.settings, json.loads(self.fill(json.dumps(story.config()))))
        self.write(self.at("config/kadane/config.json"), json.dumps(self.settings))
        self.before, self.at_home = self.files(), set(self.files(self.home))
        if self.wrap:
            os.chmod(self.work, 0o555)

    def fill(self, text):
        if self.listener:
            text = text.replace("@PORT@", str(self.listener.getsockname()[1]))
        return text.replace("@HOME@", self.home).replace("@WORK@", self.work)

    def world_env(self, rest):
        name, _, value = rest.partition("=")
        self.env[name] = value

    def world_models(self, rest):
        self.write(self.at("config/kadane/models.json"), rest)

    def world_path(self, rest):
        for tool in rest.split():
            real = sys.executable if tool == "python3" else shutil.which(tool)
            os.symlink(os.path.realpath(real), self.at("bin/" + tool))
        self.env["PATH"] = self.at("bin")

    def world_big(self, rest):
        name, size, line = re.fullmatch(r'(\S+) (\d+) "(.*)"', rest).groups()
        line = unescape(line)
        self.write(os.path.join(self.work, name), (line * (int(size) // len(line) + 1))[:int(size)])

    def world_bytes(self, rest):
        name, text = re.fullmatch(r'(\S+) "(.*)"', rest).groups()
        self.write(os.path.join(self.work, name), unescape(text))

    def world_folder(self, rest):
        os.makedirs(os.path.join(self.work, rest))

    def world_home(self, rest):
        name, text = re.fullmatch(r'(\S+) "(.*)"', rest).groups()
        self.write(os.path.join(self.home, name), unescape(text))

    def world_program(self, rest):
        path, text = re.fullmatch(r'(\S+) "(.*)"', rest).groups()
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.write(path, unescape(text))
        os.chmod(path, 0o755)

    def world_venv(self, rest):
        module, text = re.fullmatch(r'(\S+) "(.*)"', rest).groups()
        self.env["VIRTUAL_ENV"] = folder = os.path.join(self.home, "venv")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        packages, = glob.glob(folder + "/lib/python3*/site-packages")
        self.write(os.path.join(packages, module + ".py"), unescape(text))

    def world_pace(self, rest):
        self.pace = int(rest)

    def world_seconds(self, rest):
        self.seconds = float(rest)

    def world_listener(self, _):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.listener.setblocking(False)

    def world_readonly(self, _):
        # Root may write everywhere, unless it gives up the right to.
        rights = "-dac_override,-dac_read_search,-fowner"
        self.wrap = ["setpriv", "--bounding-set", rights, "--inh-caps", rights]
        if os.geteuid() != 0:
            self.wrap = ["env"]

    def record(self):
        """The answers as recordings: one for each source file."""
        for number, text in enumerate(self.story.files().values()):
            lines = [line.strip() for line in self.fill(text).splitlines() if line.strip()]
            words = lines[0] if lines else ""
            if not words or not self.models:
                continue
            out = f"A conversation for the tests.\npace: {self.pace}\n-- when --\n{words}\n"
            for n, model in enumerate(self.models, 1):
                out += f"-- answer {n} --\n{model}\n"
            self.write(self.at(f"replay/{number}.txt"), out)

    def serve(self):
        """The answers from a server on the loopback, with its faults."""
        wanted = {"provider": "anthropic", "fault": "", "times": "0", "pace": "0"}
        wanted.update(line.split(None, 1) for line in self.story.lines("server"))
        for n, model in enumerate(self.models, 1):
            self.write(self.at(f"answers/{n:02}.txt"), model)
        arguments = ["--requests", self.at("requests"), "--fault", wanted["fault"],
                     "--times", wanted["times"], "--pace", wanted["pace"]]
        if self.models:
            arguments += ["--answers", self.at("answers")]
        self.server = subprocess.Popen(
            [sys.executable, "-B", os.path.join(TESTS, "wire", "server.py"), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.base = f"http://127.0.0.1:{int(self.server.stdout.readline())}"
        self.server.stdout.readline()
        provider = wanted["provider"]
        path = "/v1" if provider == "openai" else ""
        self.env[provider.upper() + "_BASE_URL"] = self.base + path
        self.env[provider.upper() + "_API_KEY"] = KEY
        merge(self.settings, {"provider": provider, "replay": None})
        self.watch = Watch(os.path.basename(self.root))
        self.watch.start()

    # --- looking ---

    def requests(self, label=""):
        """What the server was sent, in order; `other-`: what went where nothing should go."""
        out = []
        for name in sorted(os.listdir(self.at("requests"))):
            if re.fullmatch(label + r"\d+\.json", name):
                with open(os.path.join(self.at("requests"), name), encoding="utf-8") as file:
                    out.append(json.load(file))
        return out

    def files(self, top=None):
        """What lies in the folder of the sources: {name: bytes, or None for a folder}."""
        found = {}
        for folder, folders, names in os.walk(top or self.work):
            for name in folders + names:
                path = os.path.join(folder, name)
                content = None
                if os.path.isfile(path):
                    with open(path, "rb") as file:
                        content = file.read()
                found[os.path.relpath(path, top or self.work)] = content
        return found

    def connections(self):
        count = 0
        while self.listener:
            try:
                self.listener.accept()[0].close()
                count += 1
            except BlockingIOError:
                break
        return count

    def unplug(self):
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGKILL)
            self.server.wait()

    def settle(self):
        """Stop what the runner itself started; complaints about what is left of kadane."""
        told = []
        if self.watch:
            self.watch.over.set()
            self.watch.join()
            told += sorted(set(self.watch.told))
        self.unplug()
        if self.server:
            self.server.stdout.close()
        end = time.monotonic() + 1.0 * SLOW
        while (left := processes(os.path.basename(self.root))) and time.monotonic() < end:
            time.sleep(0.02)
        for pid, line in left.items():
            told.append(f"a process is left: {pid} {line}")
            os.kill(pid, signal.SIGKILL)
        return told + self.left_files() + self.spilled()

    def left_files(self):
        allowed = {"cache": {"kadane", "kadane/jobs"}, "tmp": set(),
                   "state": ACCOUNTS if self.server else set(),
                   "config": {"kadane", "kadane/config.json", "kadane/models.json"},
                   "home": self.at_home}
        told = []
        for name, names in allowed.items():
            for folder, folders, files in os.walk(self.at(name)):
                for entry in folders + files:
                    path = os.path.relpath(os.path.join(folder, entry), self.at(name))
                    kept = self.settings["cache"]["enabled"] and KEPT.match(f"{name}/{path}/")
                    if path not in names and not kept:
                        told.append(f"a file is left: {name}/{path}")
        return told

    def spilled(self):
        """Files in which the key stands, but for the requests it belongs in."""
        told = []
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = os.path.join(folder, name)
                if folder == self.at("requests") or os.path.islink(path):
                    continue
                with open(path, "rb") as file:
                    if KEY.encode() in file.read():
                        told.append(f"the key is in {os.path.relpath(path, self.root)}")
        return told

    def remove(self):
        if self.watch:
            self.watch.over.set()
        self.unplug()
        if self.listener:
            self.listener.close()
        os.chmod(self.work, 0o755)
        shutil.rmtree(self.root, ignore_errors=True)
