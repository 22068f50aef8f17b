"""Reads and rewrites case files: prose, then sections that begin with a line "-- name --".

    -- pi.py --              a source file (any name that is none of those below)
    -- model 1 --            the answer to the first question; -- model 2 -- to the second …
    -- server --             "provider anthropic|openai", "fault NAME", "times N", "pace N":
                             the answers come from tests/wire/server.py, not from recordings
    -- config --             JSON, laid over the runner's settings (null takes one away)
    -- world --              what is odd about the machine, see world.py
    -- do --                 what the user does, see play.py
    -- sent 2 --             lines that occur in the second question; "!…": that must not
    -- expect --             all that is observed, in order; {{regex}} inside a line

In "progress a, b?, c" a phase with a question mark may be missed.
"""

import json
import re

SECTION = re.compile(r"^-- (.+) --$")
ROLES = {"server", "config", "world", "do", "expect"}


class Story:
    """One case file, taken apart."""

    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8") as file:
            self.text = file.read()
        self.sections = {}
        name, lines = "", []
        for line in self.text.splitlines(keepends=True):
            head = SECTION.match(line.rstrip("\n"))
            if not head:
                lines.append(line)
                continue
            self.keep(name, lines)
            name, lines = head.group(1), []
        self.keep(name, lines)
        self.prose = self.sections.pop("", "").strip()
        if not self.prose:
            raise ValueError("a case begins with a sentence that says what it is about")
        if "do" not in self.sections or "expect" not in self.sections:
            raise ValueError('a case has sections "do" and "expect"')

    def keep(self, name, lines):
        if name in self.sections:
            raise ValueError(f'the section "{name}" comes twice')
        self.sections[name] = "".join(lines)

    def numbered(self, word):
        """The sections "word 1", "word 2" …: {1: text, 2: text}."""
        found = {}
        for name, text in self.sections.items():
            if name.startswith(word + " "):
                found[int(name[len(word) + 1:])] = text
        return found

    def models(self):
        found = self.numbered("model")
        if sorted(found) != list(range(1, len(found) + 1)):
            raise ValueError("models are numbered 1, 2, 3 …")
        return [found[n].strip("\n") for n in sorted(found)]

    def files(self):
        """The source files, by name."""
        return {name: text for name, text in self.sections.items()
                if name not in ROLES and not re.match(r"(model|sent) \d+$", name)}

    def lines(self, name):
        return [line.strip() for line in self.sections.get(name, "").splitlines() if line.strip()]

    def config(self):
        return json.loads(self.sections.get("config") or "{}")

    def rewrite(self, observed):
        """Put what was observed into the file; expected lines that fit are kept as they are."""
        old, kept = self.lines("expect"), []
        for line in observed:
            fits = next((i for i, wanted in enumerate(old) if matches(wanted, line)), None)
            if fits is None:
                kept.append(line)
            else:
                kept += [*filter(missable, old[:fits]), old[fits]]
                old = old[fits + 1:]
        kept += filter(missable, old)
        head, rest = re.split(r"(?m)^-- expect --\n", self.text, maxsplit=1)
        behind = re.search(r"(?m)^-- .+ --$", rest)
        tail = rest[behind.start():] if behind else ""
        text = head + "-- expect --\n" + "".join(line + "\n" for line in kept) + tail
        if text != self.text:
            with open(self.path, "w", encoding="utf-8") as file:
                file.write(text)


def pattern(wanted):
    """An expected line as a regular expression."""
    parts = re.split(r"\{\{(.*?)\}\}", wanted)
    return "".join(re.escape(p) if i % 2 == 0 else f"(?:{p})" for i, p in enumerate(parts))


def matches_progress(wanted, got):
    """All phases in order; those with a question mark may be missing."""
    phases, at = got.split(", "), 0
    for phase in wanted.split(", "):
        here = at < len(phases) and re.fullmatch(pattern(phase.rstrip("?")), phases[at])
        if here:
            at += 1
        elif not phase.endswith("?"):
            return False
    return at == len(phases)


def matches(wanted, got):
    if wanted.startswith("progress ") and got.startswith("progress "):
        return matches_progress(wanted[9:], got[9:])
    return re.fullmatch(pattern(wanted), got, re.DOTALL) is not None


def missable(wanted):
    """A progress line of which every phase may be missed."""
    return wanted.startswith("progress ") and all(
        phase.endswith("?") for phase in wanted[9:].split(", "))


def compare(expected, observed):
    """What is wrong, as lines with "-" (expected) and "+" (observed); empty when nothing is."""
    out, wrong, at = [], False, 0
    for line in observed:
        while at < len(expected) and not matches(expected[at], line) and missable(expected[at]):
            at += 1
        if at < len(expected) and matches(expected[at], line):
            out.append("  " + line)
            at += 1
            continue
        wrong = True
        # Is it expected further on? Then something is missing, else this is too much.
        later = next((i for i in range(at, len(expected)) if matches(expected[i], line)), None)
        if later is None:
            out.append("+ " + line)
        else:
            out += ["- " + wanted for wanted in expected[at:later]]
            out.append("  " + line)
            at = later + 1
    for wanted in expected[at:]:
        if not missable(wanted):
            wrong = True
            out.append("- " + wanted)
    return out if wrong else []
