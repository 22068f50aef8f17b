"""How the faults are played that are a refusal: a status, or words, before anything was said."""

import base64
import json
import time
import urllib.parse

from plays import stream


def status(code, message, word=None, headers=None):
    def play(h, plan):
        more = headers() if callable(headers) else headers
        h.json(code, plan.error(code, message, word), more)
    return play


def http_date(seconds):
    when = time.gmtime(time.time() + seconds)
    return {"Retry-After": time.strftime("%a, %d %b %Y %H:%M:%S GMT", when)}


def retry_info(delay, quota="GenerateRequestsPerMinutePerProject-FreeTier"):
    """Google tells in the body how long to wait, and for what."""
    def play(h, plan):
        data = plan.error(429, "You exceeded your current quota")
        data["error"]["details"] = [
            {"@type": "type.googleapis.com/google.rpc.QuotaFailure",
             "violations": [{"quotaId": quota}]},
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}]
        h.json(429, data)
    return play


def in_array(h, plan):
    h.json(503, [plan.error(503, "Overloaded")])


def plain_error(h, plan):
    h.json(503, {"error": "Overloaded"})


def no_body(h, plan):
    h.body(503, "text/plain", b"")


def shaped(code, data):
    """An error in a shape of somebody else's."""
    def play(h, plan):
        h.body(code, "application/json", data.encode())
    return play


def hanging(h, plan):
    """A status, and a body that does not come."""
    h.head(400, "application/json")
    h.wait()


def endless(h, plan):
    """A body without an end."""
    h.head(503, "text/plain")
    try:
        while True:
            h.chunk(b"overflow " * 1000)
    except OSError:
        h.close_connection = True


def nasty(h, plan):
    """Words that would clear the screen, break the line and fill the disk."""
    message = "wrong\n\x1b[2J\x07\u202e" + "long " * 4000
    h.json(400, plan.error(400, message))


def echo_key(h, plan):
    """The key as it came, and as whoever looked into it may have written it."""
    sent = next((h.headers[name] for name in ("x-api-key", "x-goog-api-key", "authorization")
                 if name in h.headers), "")
    raw = sent.encode()
    forms = (sent, base64.b64encode(raw).decode(), base64.urlsafe_b64encode(b"me:" + raw).decode(),
             urllib.parse.quote(sent, safe=""), raw.hex())
    h.json(401, plan.error(401, "Incorrect API key: " + " ".join(forms)))


def refused_200(message, word):
    """TGI's: even what is wrong with the request is said in a stream."""
    def play(h, plan):
        h.head(200, plan.kind)
        h.chunks(plan.render([("", plan.dump({"error": message, "error_type": word}))]))
        h.end()
    return play


def error_200(h, plan):
    data = json.dumps(plan.error(503, "Overloaded"), indent=1 if plan.sse else None)
    h.body(200, "application/json", data.encode())


def refuse_parameter(name, message):
    """A 400 as long as the parameter is there."""
    def play(h, plan):
        nested = [plan.body, plan.body.get("options", {}), plan.body.get("generationConfig", {}),
                  plan.body.get("parameters", {})]
        if any(name in place for place in nested):
            h.json(400, plan.error(400, message, "unsupported_parameter", name))
        else:
            stream()(h, plan)
    return play


def redirect(code):
    def play(h, plan):
        target = f"http://127.0.0.1:{h.server.other}/stolen?secret=1"
        h.body(code, "text/plain", b"over there", {"Location": target})
    return play
