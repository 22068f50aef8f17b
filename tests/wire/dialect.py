"""What the dialects of the test server have in common: a request, and the stream that answers it.

A dialect is a class with the hooks below. Its stream is a list of events, (name, text); how they
are written as bytes is `render`'s affair, so that a fault can write them otherwise.
"""

import json
import random
import re


class Refused(Exception):
    """What the real service would not take: becomes its own 400."""

    def __init__(self, message, status=400, code=None, param=None):
        super().__init__(message)
        self.message, self.status, self.code, self.param = message, status, code, param


class Asked:
    """One request: to which service it went, what it said."""

    def __init__(self, service, path, query, headers, body, answer):
        self.service, self.path, self.query = service, path, query
        self.headers, self.body, self.answer = headers, body, answer


def tokens(text):
    """The text in pieces of some four characters."""
    return [text[i:i + 4] for i in range(0, len(text), 4)]


def known(body, names, message):
    """Refuse a member that is none of `names`."""
    for name in body:
        if name not in names:
            raise Refused(message.format(name), param=name)


def number(body, name, low, high, whole=False):
    """Refuse a number out of its bounds; absent is fine."""
    value = body.get(name, low)
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
        raise Refused(f"{name}: must be a number from {low} to {high}", param=name)


class Dialect:
    """The bytes of a good answer; faults change them."""

    name = ""
    sse = True
    kind = "text/event-stream; charset=utf-8"
    marker = ""    # what its errors call the end of a whole stream
    lone = False   # the last event alone tells the end: there is none to leave out
    style = {}     # how the real service writes its events, for render

    def __init__(self, asked):
        self.asked, self.body, self.answer = asked, asked.body, asked.answer
        self.rng = random.Random(len(asked.answer))
        self.prompt = len(json.dumps(asked.body)) // 4
        self.pieces = tokens(asked.answer)
        self.model = str(asked.body.get("model", ""))
        self.head = self.first = self.last = 0  # head: events before it thinks

    # --- each dialect's own ---

    def check(self):
        """Refused, unless the real service would take the request."""

    def limit(self):
        """The most tokens that were asked for; 0: no limit."""
        return 0

    def stream(self, end="", thinking=False):
        """The events; from `first` to `last` (not counted) they carry the text."""
        raise NotImplementedError

    def whole(self):
        """The same without streaming."""
        raise NotImplementedError

    def error(self, status, message, code=None, param=None):
        """The body of an error."""
        raise NotImplementedError

    def complaint(self, message):
        """An error in the middle of the stream: an event."""
        return "", self.dump(self.error(503, message))

    # --- shared ---

    def plan(self, pieces, end):
        """The pieces to say for that end, and the tokens to count for them."""
        said = [] if end in ("empty", "starved", "blocked") else pieces
        count = self.limit() if end in ("lies", "starved") else len(pieces)
        return said, count or len(pieces)

    @staticmethod
    def dump(data):
        return json.dumps(data, ensure_ascii=False)

    def render(self, events, **style):
        """Bytes of each event."""
        how = {"colon": ": ", "names": True, "lines": False, "end": "\n", "before": ""}
        how.update(self.style)
        how.update(style)
        out = []
        for name, text in events:
            if not self.sse:
                text = text + "\n"
            else:
                if how["lines"] and text[:1] == "{":
                    text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
                data = "".join(f"data{how['colon']}{line}\n" for line in text.split("\n"))
                head = f"event{how['colon']}{name}\n" if name and how["names"] else ""
                text = how["before"] + head + data + "\n"
            if how["end"] != "\n":
                text = text.replace("\n", how["end"])
            out.append(text.encode("utf-8", "surrogateescape"))
        return out


def route(classes, method, path):
    """The dialect a path belongs to, or None."""
    for one in classes:
        if method == "POST" and re.fullmatch(one.path, path):
            return one
    return None
