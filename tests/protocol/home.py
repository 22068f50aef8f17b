"""A user of the command line: configuration, memory, and what `kadane` says to them.
"""

import json
import pathlib
import subprocess
import tempfile

from checks import KADANE, PATIENCE, environment
from editor import SUM_PY

USUAL = {"ollama": "", "llamacpp": "/v1", "vllm": "/v1", "litellm": "/v1"}


def usual_ports(**moved):
    """A models.json by which servers of models on this machine are looked for at these ports only."""
    return {"providers": {name: {"url": f"http://127.0.0.1:{moved.get(name, 1)}{path}"}
                          for name, path in USUAL.items()}}


class Home:
    """A user: configuration, memory, and the command line."""

    def __init__(self, config=None, models=None, asked=(), **env):
        self.folder = tempfile.TemporaryDirectory(prefix="kadane-models-")
        self.path = pathlib.Path(self.folder.name)
        (self.path / "kadane").mkdir()
        self.config = dict(config or {})
        self.set()
        self.write("kadane/models.json", json.dumps(models or usual_ports()))
        self.write("kadane/asked.jsonl", "".join(json.dumps(line) + "\n" for line in asked))
        self.env = {"XDG_CONFIG_HOME": str(self.path), "XDG_STATE_HOME": str(self.path),
                    "XDG_CACHE_HOME": str(self.path / "cache"), **env}

    def write(self, name, text):
        (self.path / name).write_text(text)
        return str(self.path / name)

    def set(self, **more):
        """Some of what config.json says, on top of the rest."""
        self.config.update(more)
        self.write("kadane/config.json", json.dumps(self.config))

    def run(self, *arguments):
        return subprocess.run([KADANE, *arguments], env=environment(**self.env), text=True,
                              capture_output=True, timeout=60 * PATIENCE, cwd=self.path)

    def models(self, *arguments, status=0):
        done = self.run("models", *arguments)
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        return done

    def listed(self, *arguments, status=0):
        """Providers by name, of the JSON."""
        done = self.models("--json", *arguments, status=status)
        return {p["name"]: p for p in json.loads(done.stdout)["providers"]}

    def translate(self, *arguments):
        """Asked once; whether the answer holds is not what this is about."""
        source = self.write("sum.py", SUM_PY)
        done = self.run("run", "translate", source, "--json", "--quick", "--time-budget", "0",
                        "--rounds", "1", *arguments)
        return json.loads(done.stdout)
