"""An open document that edits are made in, undone and done again, and what is shown of its verdict."""

import re

from checks import PATIENCE

# Characters of one, two, three and four bytes, one of them two units of UTF-16.
MAIN_PY = """# \U0001f600 é … the total
def total():
    result = 0
    for i in range(2000000):
        result += i
    return result


if __name__ == "__main__":
    print(total())  # \U0001f600 é … the end
"""
MAIN_LINE = 8
EARLIER = "for an earlier version"
QUICK = {"timing": {"budget": 0.2}}


def units(text, encoding):
    wide = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(text.encode(encoding if wide == 1 else encoding + "-le")) // wide


class Page:
    """An open document with what was done to it, to be undone and done again."""

    def __init__(self, editor, name, text, encoding="utf-8", version=1):
        self.editor, self.name, self.text, self.encoding = editor, name, text, encoding
        self.undone, self.done = [], []
        editor.open(name, text, version=version)

    def place(self, offset):
        lines = self.text[:offset].split("\n")
        return {"line": len(lines) - 1, "character": units(lines[-1], self.encoding)}

    def put(self, start, end, new):
        """Put `new` in the place of what stands from `start` to `end`, or where it is found."""
        if isinstance(start, str):
            end = self.text.index(start) + len(start)
            start = end - len(start)
        self.done.append(self.send(start, end, new))
        self.undone.clear()

    def send(self, start, end, new):
        at = self.place(start)
        self.editor.edit(self.name, at["line"], at["character"], new, self.place(end))
        old = self.text[start:end]
        self.text = self.text[:start] + new + self.text[end:]
        return start, start + len(new), old

    def undo(self):
        self.undone.append(self.send(*self.done.pop()))

    def redo(self):
        self.done.append(self.send(*self.undone.pop()))

    def whole(self, text):
        self.editor.versions[self.name] += 1
        uri = {"uri": self.editor.uri(self.name), "version": self.editor.versions[self.name]}
        self.editor.tell("textDocument/didChange",
                         {"textDocument": uri, "contentChanges": [{"text": text}]})
        self.text = text

    def translate(self):
        self.editor.wait_end(self.editor.translate(self.name))
        self.editor.settle(0.05)
        return self


def shown(editor, name):
    """What is shown at once, in every form: the words, each with its line."""
    lens = editor.at("codeLens", name)
    assert len(lens) == 1, lens
    diagnostic, = editor.diagnostics(name)
    line = lens[0]["range"]["start"]["line"]
    hints = editor.at("inlayHint", name)
    factor = re.search("faster|slower", diagnostic["message"])
    assert len(hints) == (1 if factor else 0), hints
    hover = editor.at("hover", name, line=line)
    return {
        "line": line, "lens": lens[0]["command"], "diagnostic": diagnostic, "hints": hints,
        "hover": hover["contents"]["value"] if hover else "",
    }


def check_fresh(editor, name, line=0):
    now = shown(editor, name)
    assert now["line"] == line and all(h["position"]["line"] == line for h in now["hints"]), now
    assert now["diagnostic"]["range"]["start"]["line"] == line, now
    assert now["diagnostic"]["code"] == "kadane-verified" and now["diagnostic"]["severity"] == 3, now
    assert now["lens"]["command"] == "kadane.showReport", now
    assert now["lens"]["title"] == now["diagnostic"]["message"].split("\n")[0], now
    assert "| Output |" in now["hover"] and "The text is still the same" in now["hover"], now
    for words in [now["lens"]["title"], now["hover"], *(h["label"] for h in now["hints"])]:
        assert "tale" not in words and EARLIER not in words, now


def check_stale(editor, name, line=0):
    now = shown(editor, name)
    assert now["line"] == line, now
    diagnostic = now["diagnostic"]
    assert diagnostic["code"] == "kadane-stale" and diagnostic["severity"] == 4, now
    assert diagnostic["message"].startswith("stale: "), now
    assert diagnostic["message"].endswith(EARLIER) and len(diagnostic["message"]) <= 80, now
    assert "relatedInformation" not in diagnostic, now
    assert now["lens"]["command"] == "kadane.rerun", now
    assert now["lens"]["title"] == diagnostic["message"] + ": re-run", now
    for hint in now["hints"]:
        assert hint["position"]["line"] == line and hint["label"].startswith("stale: "), now
        assert hint["tooltip"] == diagnostic["message"], now
    assert now["hover"].startswith("stale, " + EARLIER) and "|" not in now["hover"], now
    assert "Stale: the text has changed since" in now["hover"], now


def check_line(editor, name, line):
    """The line that is shown in the end, when nothing is typed for a moment."""
    last = editor.diagnostics(name)
    if last[0]["range"]["start"]["line"] != line:
        editor.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics"
                    and m["params"]["diagnostics"][0]["range"]["start"]["line"] == line,
                    f"diagnostic on line {line}", 5 * PATIENCE)
    check_stale(editor, name, line)
