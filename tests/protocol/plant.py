"""For the search after leaked keys: the forms a key may hide in, and a look at every process that
comes from kadane while it runs."""

import base64
import os
import re
import threading
import time
import urllib.parse

from checks import TOP


def variables():
    """The variables in which the known providers' keys are looked for."""
    path = os.path.join(TOP, "lsp", "model", "registry.c")
    with open(path, encoding="utf-8") as file:
        table = file.read().partition("provider_table[] = {")[2].partition("\n};")[0]
    names = sorted(set(re.findall(r'\{"([A-Z][A-Z0-9_]+)", ', table)))
    assert len(names) >= 8, names
    return names


def forms(key):
    """The key as it is, in base64 (wherever in a text it begins), percent-encoded and in hex."""
    raw = key.encode()
    found = {raw, raw.hex().encode(), raw.hex().upper().encode(),
             urllib.parse.quote(key, safe="").encode(),
             urllib.parse.quote(key, safe="").lower().encode(),
             urllib.parse.quote_plus(key).encode()}
    for skip in range(3):
        # What depends on the neighbours goes: the first and the last group of four.
        text = base64.b64encode(b"\0" * skip + raw + b"\0" * 3)
        middle = text[4:-4 - (-len(raw) - skip) % 3]
        middle = middle[:len(middle) // 4 * 4]
        found |= {middle, middle.replace(b"+", b"-").replace(b"/", b"_")}
    return found


class Search:
    """Knows all planted keys by their names."""

    def __init__(self, keys):
        self.forms = {name: forms(key) for name, key in keys.items()}

    def find(self, data):
        """The names of the keys of which a form is in these bytes."""
        return [name for name, all_forms in self.forms.items()
                if any(form in data for form in all_forms)]

    def files(self, folder, skip=()):
        """{path: names} of all files below the folder, their own names included."""
        found = {}
        for top, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if os.path.join(top, name) not in skip]
            for name in names:
                path = os.path.join(top, name)
                data = os.fsencode(path)
                if os.path.isfile(path) and not os.path.islink(path):
                    with open(path, "rb") as file:
                        data += b"\0" + file.read()
                if self.find(data):
                    found[path] = self.find(data)
        return found


class Watch:
    """Looks again and again at the processes that come from `root`, and keeps what was seen."""

    def __init__(self, root):
        self.root, self.seen, self.over = root, {}, False
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def stop(self):
        self.over = True
        self.thread.join()
        return self.seen

    @staticmethod
    def _read(pid, name):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                return file.read()
        except OSError:
            return b""

    def _family(self):
        """The root and all that come from it."""
        family = [self.root]
        for pid in family:
            family += [int(child) for child in self._read(pid, f"task/{pid}/children").split()]
        return family

    def _look(self):
        while not self.over:
            for pid in self._family():
                line = self._read(pid, "cmdline")
                # One process becomes several programs, by exec; kadane takes keys out at its start.
                if line and (pid == self.root or (pid, line) not in self.seen):
                    self.seen[pid, line] = line + b"\0\0" + self._read(pid, "environ")
            time.sleep(0.005)
