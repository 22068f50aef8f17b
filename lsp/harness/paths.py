"""Let an interpreter say what it is and where it lives: one line each.

    python -E -s -c PATHS

    version Python 3.12.1
    prefix /opt/python
    path /opt/python/lib/python3.12/site-packages
    executable /opt/python/bin/python3.12

A folder of packages may name others in its .pth files; those that are not there are hidden
where this runs, and are named all the same. Python 2 is told apart by its version.
"""

import os
import sys

LINES = 60


def pth_lines(folder):
    """The folders that the .pth files of a folder of packages add to the path."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".pth"))
    except OSError:
        return []
    found = []
    for name in names[:LINES]:
        try:
            with open(os.path.join(folder, name), "rb") as file:
                text = file.read(65536).decode("utf-8", "replace")
        except OSError:
            continue
        found += [line.strip() for line in text.splitlines()[:LINES] if line.startswith("/")]
    return found


def say(kind, paths):
    said = []
    for path in paths:
        if not path or path in said or "\n" in path or len(said) == LINES:
            continue
        said.append(path)
        try:
            print(kind + " " + path)
        except ValueError:  # no text in the encoding at hand
            pass


def main():
    print("version Python " + sys.version.split()[0])
    prefixes = [getattr(sys, name, "")
                for name in ("prefix", "exec_prefix", "base_prefix", "base_exec_prefix")]
    say("prefix", prefixes + [os.path.realpath(path) for path in prefixes if path])
    executables = [sys.executable, getattr(sys, "_base_executable", "")]
    say("executable", executables + [os.path.realpath(path) for path in executables if path])
    folders = [path for path in sys.path if path]
    say("path", folders + [line for folder in folders for line in pth_lines(folder)])


main()
