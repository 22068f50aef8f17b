"""How the faults of the table are played: functions of the server's handler and a dialect.

Those that are a refusal stand in refusals.py.
"""

import gzip
import json
import random
import time
import zlib

KEEP_ALIVE = b": keep-alive\n\n"
PAGE = (b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
        b"<body><center><h1>502 Bad Gateway</h1></center></body></html>\r\n")


# --- a whole answer, written in some other way ---

def stream(end="", thinking=False, kind="", before=None, pace=0.0, **style):
    """The good stream; `before` works on its bytes."""
    def play(h, plan):
        pieces = plan.render(plan.stream(end, thinking), **style)
        if before:
            pieces = before(b"".join(pieces))
        h.head(200, kind or plan.kind)
        h.chunks(pieces, pace)
        h.end()
    return play


def sliced(size, **style):
    """In pieces of so many bytes."""
    return stream(before=lambda data: [data[i:i + size] for i in range(0, len(data), size)],
                  **style)


def with_bom(data):
    return [b"\xef\xbb\xbf" + data]


def between(extra):
    """The good stream, with something before each event."""
    def play(h, plan):
        h.head(200, plan.kind)
        h.chunks(extra + event for event in plan.render(plan.stream()))
        h.end()
    return play


def think_aloud(h, plan):
    """Thoughts in the text itself, between tags, as servers send them that do not look."""
    plan.pieces = ["<thi", "nk>\nhm, vec", "tor<int>?\n</th", "ink>", "\n\n", *plan.pieces]
    stream()(h, plan)


def unknown(h, plan):
    """Members and kinds of events that nobody has heard of."""
    events = []
    for name, text in plan.stream():
        if text[:1] == "{":
            text = plan.dump({**json.loads(text), "x_new": {"deep": [1, None, "\u00fc"]}})
        events.append((name, text))
        if plan.sse and name:
            events.append(("x_new", '{"type": "x_new", "x": 1}'))
    h.head(200, plan.kind)
    h.chunks(plan.render(events))
    h.end()


def reads_part(h, plan):
    """It has cut the question to what it can take, and says nothing of it but a count."""
    plan.prompt = 60
    stream()(h, plan)


def no_blank(h, plan):
    h.head(200, plan.kind)
    h.chunk(b"".join(plan.render(plan.stream())).rstrip(b"\r\n"))
    h.end()


def no_done(h, plan):
    """Without what follows the reason for stopping."""
    events = plan.stream()
    h.head(200, plan.kind)
    h.chunks(plan.render(events if plan.lone else events[:-1]))
    h.end()


def http10(h, plan):
    h.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n")
    h.wfile.write(b"".join(plan.render(plan.stream())))
    h.close_connection = True


def early_hints(h, plan):
    """An answer before the answer."""
    h.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n")
    stream()(h, plan)


def trailers(h, plan):
    h.head(200, plan.kind, {"Trailer": "x-last"})
    h.chunks(plan.render(plan.stream()))
    h.wfile.write(b"0\r\nx-last: 1\r\n\r\n")


def with_length(h, plan):
    h.body(200, plan.kind, b"".join(plan.render(plan.stream())))


def end_then(action):
    """All of the answer, then no proper end of the connection."""
    def play(h, plan):
        h.head(200, plan.kind)
        h.chunks(plan.render(plan.stream()))
        h.close_connection = True
        if action == "reset":
            h.reset()
    return play


def loose(h, plan):
    """What servers that are like OpenAI do with its chunks."""
    events = [("", plan.dump({"choices": [], "prompt_filter_results": []}))]
    for name, text in plan.stream():
        chunk = json.loads(text) if text[:1] == "{" else {}
        for choice in chunk.get("choices", []):
            choice["delta"]["role"] = "assistant"
            choice["finish_reason"] = choice["finish_reason"] or ""
            choice["stop_reason"] = None
        if chunk:
            chunk.pop("object", None)
            chunk["usage"] = plan.usage(len(plan.pieces))
        events.append((name, plan.dump(chunk) if chunk else text))
    h.head(200, plan.kind)
    h.chunks(plan.render(events))
    h.end()


def whole(blank=b""):
    def play(h, plan):
        data = json.dumps(plan.whole(), indent=1 if plan.sse else None)
        h.body(200, "application/json", blank + data.encode())
    return play


def packed(h, plan):
    data = gzip.compress(b"".join(plan.render(plan.stream())))
    h.body(200, plan.kind, data, {"Content-Encoding": "gzip"})


def packed_chunks(h, plan):
    """Compressed event by event, as a proxy does that knows of streams."""
    zip = zlib.compressobj(wbits=31)
    h.head(200, plan.kind, {"Content-Encoding": "gzip"})
    for event in plan.render(plan.stream()):
        h.chunk(zip.compress(event) + zip.flush(zlib.Z_SYNC_FLUSH))
    h.chunk(zip.flush())
    h.end()


def slow(h, plan):
    time.sleep(0.5)
    stream()(h, plan)


def linger(pace=0.0):
    """The server does not hang up."""
    def play(h, plan):
        h.head(200, plan.kind)
        h.chunks(plan.render(plan.stream()), pace)
        h.wait(comment=KEEP_ALIVE if plan.sse else b"\n")
    return play


# --- breaks ---

def begin(h, plan, count=3):
    """The stream up to some of the text, at once; the events behind that. 0: up to the text."""
    events = plan.render(plan.stream())
    at = min(plan.first + count, len(events)) if count else plan.head
    h.head(200, plan.kind)
    h.chunk(b"".join(events[:at]))
    return events[at:]


def half(count=3):
    def play(h, plan):
        begin(h, plan, count)
        h.end()
    return play


def half_thinking(h, plan):
    events = plan.render(plan.stream(thinking=True))
    h.head(200, plan.kind)
    h.chunk(b"".join(events[:plan.first]))
    h.end()


def half_fin(h, plan):
    begin(h, plan)
    h.wfile.write(b"100\r\ndata: ")
    h.wfile.flush()
    h.close_connection = True


def half_event(h, plan):
    h.chunk(begin(h, plan)[0][:-20])
    h.end()


def half_event_reset(h, plan):
    h.chunk(begin(h, plan)[0][:-20])
    time.sleep(0.2)
    h.reset()


def reset(count=3, wait=0.2):
    def play(h, plan):
        begin(h, plan, count)
        time.sleep(wait)
        h.reset()
    return play


def reset_before(h, plan):
    h.reset()


def close_before(h, plan):
    h.close_connection = True


def empty(h, plan):
    h.body(200, plan.kind, b"")


# --- silence ---

def silence(h, plan):
    h.wait()


def comments_first(h, plan):
    """A queue: headers and signs of life, and nothing else."""
    h.head(200, plan.kind)
    h.wait(comment=KEEP_ALIVE if plan.sse else b"\n")


def comments_end(h, plan):
    """A queue that nobody got through: signs of life, then the end."""
    h.head(200, plan.kind)
    h.chunks([KEEP_ALIVE, b"retry: 10\n\n", KEEP_ALIVE] if plan.sse else [b"\n", b"\r\n"])
    h.end()


def silence_inside(h, plan):
    begin(h, plan)
    h.wait()


def comments(h, plan):
    begin(h, plan)
    h.wait(comment=KEEP_ALIVE if plan.sse else b"\n")


# --- errors inside ---

def complaint(count=3):
    def play(h, plan):
        begin(h, plan, count)
        h.chunks(plan.render([plan.complaint("Overloaded")]))
        h.end()
    return play


def error_field(h, plan):
    begin(h, plan)
    h.chunk(b'error: {"code":500,"message":"boom","type":"server_error"}\n\n')
    h.end()


def error_finish(h, plan):
    """A habit of gateways: the reason for stopping is "error"."""
    begin(h, plan)
    h.chunks(plan.render([plan.chunk({"content": ""}, "error",
                                     error={"code": 502, "message": "provider down"})]))
    h.end()


def error_bare(count=3):
    """Google's: the JSON of an error, without any framing."""
    def play(h, plan):
        begin(h, plan, count)
        h.chunk(json.dumps(plan.error(503, "Overloaded"), indent=2).encode() + b"\n")
        h.end()
    return play


def bad_event(h, plan):
    begin(h, plan)
    h.chunks(plan.render([("", '{"choices": [')]))
    h.end()


def page_event(h, plan):
    """A proxy's page, framed as an event."""
    h.head(200, plan.kind)
    h.chunk(b"data: " + PAGE.replace(b"\r\n", b"") + b"\n\n")
    h.end()


def failed_response(h, plan):
    """The Responses API's own end of a failure."""
    begin(h, plan)
    response = plan.response("failed")
    response["error"] = {"code": "server_error", "message": "Overloaded"}
    h.chunks(plan.render([("response.failed", plan.dump(
        {"type": "response.failed", "sequence_number": 9, "response": response}))]))
    h.end()


def flat_error(h, plan):
    """The error event as the SDK's types have it: its members at the top."""
    begin(h, plan)
    h.chunks(plan.render([("error", plan.dump(
        {"type": "error", "sequence_number": 9, "code": "server_is_overloaded",
         "message": "Overloaded", "param": None}))]))
    h.end()


# --- too much, or nonsense ---

def garbage(h, plan):
    h.body(200, "application/octet-stream", random.Random(7).randbytes(3000))


def page(status):
    def play(h, plan):
        if status == 200:
            h.body(200, "text/html", b"<html><body><h1>Please sign in</h1></body></html>")
        else:
            h.body(status, "text/html", PAGE)
    return play


def page_of_lines(h, plan):
    h.body(200, plan.kind, PAGE)


def huge_header(h, plan):
    h.head(200, plan.kind, {f"x-{i}": "y" * 1000 for i in range(90)})
    h.end()


def pour(h, pieces):
    try:
        h.chunks(pieces)
        h.wait()
    except OSError:
        h.close_connection = True


def huge_line(h, plan):
    begin(h, plan)
    pour(h, [b"x" * (1 << 18)] * 40)


def huge_answer(h, plan):
    one = begin(h, plan, 1) and plan.render(plan.stream())[plan.first]
    mark = json.dumps(plan.pieces[0]).encode()
    pour(h, [one.replace(mark, b'"%s"' % (b"y" * 65536))] * 80)


def bad_utf8(h, plan):
    events = plan.render(plan.stream())
    mark = json.dumps(plan.pieces[0])[1:-1].encode()
    bad = events[plan.first].replace(mark, b"a\xff\xc3(b\xe2\x82")
    h.head(200, plan.kind)
    h.chunks([*events[:plan.first], bad, *events[plan.last:]])
    h.end()
