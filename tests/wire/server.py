#!/usr/bin/env python3
"""A loopback server that speaks like every provider there is, and misbehaves on demand.

It takes only what the real service takes (else that service's own 400), streams as the
real ones do (order of events, pings, padding, usage, comments), answers from a folder or
from its arguments, and keeps every request it got for tests to look at.

    server.py [--answers FOLDER | --answer TEXT ...] [--requests FOLDER]
              [--fault NAME] [--times N] [--key KEY] [--pace TOKENS_PER_SECOND]

The n-th user turn of a conversation gets the n-th answer (the last one when they run
out). The port is the first line on stdout; the second is that of another server which
only keeps what it gets: the target of redirects. --times N: the first N requests meet
the fault, later ones are answered well. The faults are a table: faults.py.

The base URL chooses too: http://127.0.0.1:PORT/as/SERVICE/fault/NAME/N/ID, both parts
optional. SERVICE is openai, deepseek, openrouter, llamacpp, vllm, litellm …: whose quirks and
strictness; N is as above (0: always), ID any word that tells one test's requests from another's.
"""

import argparse
import http.server
import json
import os
import select
import socket
import struct
import sys
import threading
import time
import urllib.parse

import lists
from anthropic_messages import Anthropic
from dialect import Asked, Refused, route
from faults import FAULTS
from gemini import Gemini
from ollama import Ollama
from openai_chat import Chat
from openai_responses import Responses
from tgi import Tgi

DIALECTS = (Anthropic, Chat, Responses, Gemini, Ollama, Tgi)
PATIENCE = 60  # seconds a silent fault waits for the client to give up


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, options, label, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.options, self.label = options, label
        self.lock, self.count, self.met = threading.Lock(), 0, {}
        self.other = 0

    def handle_error(self, request, client_address):
        """A client that leaves is no news; a mistake of ours is."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def keep(self, handler, raw):
        with self.lock:
            self.count += 1
            name = f"{self.label}{self.count:04d}.json"
        if not self.options.requests:
            return
        try:
            body = json.loads(raw)
        except ValueError:
            body = raw.decode("utf-8", "replace")
        path = os.path.join(self.options.requests, name)
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump({"method": handler.command, "path": handler.path, "body": body,
                       "peer": handler.client_address[1],
                       "headers": {k.lower(): v for k, v in handler.headers.items()}}, file)
        os.rename(path + ".new", path)

    def meets(self, key, times):
        """Does this request meet the fault? Counts them."""
        with self.lock:
            self.met[key] = self.met.get(key, 0) + 1
            return times == 0 or self.met[key] <= times


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args):
        """Tests want a quiet server."""

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # --- sending: what faults are made of ---

    def head(self, status, kind, headers=None, length=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("request-id", "req_1")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.flush()

    def body(self, status, kind, data, headers=None):
        self.head(status, kind, headers, len(data))
        self.wfile.write(data)
        self.wfile.flush()

    def json(self, status, data, headers=None):
        self.body(status, "application/json", json.dumps(data).encode(), headers)

    def chunk(self, data):
        if data:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()

    def chunks(self, pieces, pace=0.0):
        for piece in pieces:
            self.chunk(piece)
            if pace:
                time.sleep(1.0 / pace)

    def end(self):
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def wait(self, seconds=PATIENCE, comment=None):
        """Say nothing (or only comments) until the client leaves."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if select.select([self.connection], [], [], 0.05)[0]:
                if not self.connection.recv(1):
                    break
            if comment:
                self.chunk(comment)
        self.close_connection = True

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    # --- what is asked ---

    def parse(self):
        """Split the URL into what it chooses and what is left."""
        url = urllib.parse.urlsplit(self.path)
        parts = url.path.split("/")[1:]
        options = self.server.options
        self.service, self.fault, self.times, key = "", options.fault, options.times, "all"
        if len(parts) > 2 and parts[0] == "as":
            self.service = parts[1]
            parts = parts[2:]
        if len(parts) > 4 and parts[0] == "fault":
            self.fault, self.times = parts[1], int(parts[2])
            key = "/".join(parts[:4])
            parts = parts[4:]
        self.rest, self.query = "/" + "/".join(parts), urllib.parse.parse_qs(url.query)
        return key

    def do_GET(self):
        self.server.keep(self, b"")
        self.parse()
        found = lists.get(self, self.service, self.rest, self.query)
        if found is None:
            self.json(404, {"error": {"message": "no such route", "type": "x"}})

    def do_HEAD(self):
        self.do_GET()

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.keep(self, raw)
        key = self.parse()
        if self.fault and not self.server.meets(key, self.times):
            self.fault = ""
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        if isinstance(body, dict) and lists.post(self, self.rest, body):
            return
        kind = route(DIALECTS, "POST", self.rest)
        if kind is None or not isinstance(body, dict):
            self.json(404 if body else 400,
                      {"error": {"message": "no such route or no JSON", "type": "x"}})
            return
        service = self.service or ("compatible" if kind is Chat else kind.name)
        headers = {k.lower(): v for k, v in self.headers.items()}
        self.serve(kind(Asked(service, self.rest, self.query, headers, body, self.answer(body))))

    def answer(self, body):
        answers = self.server.options.answer
        turns = body.get("messages") or body.get("contents") or body.get("input") or []
        turn = sum(1 for m in turns if isinstance(m, dict) and m.get("role") == "user")
        return answers[min(max(turn, 1), len(answers)) - 1]

    def key_is_wrong(self, name, headers):
        """With --key every other is refused, as is the right one in another's header."""
        wanted = self.server.options.key
        places = {"anthropic": ("x-api-key", "authorization"), "gemini": ("x-goog-api-key",)}
        sent = [headers[place] for place in places.get(name, ("authorization",))
                if place in headers]
        return wanted and [one.removeprefix("Bearer ") for one in sent] != [wanted]

    def serve(self, plan):
        fault = self.fault
        if self.key_is_wrong(plan.name, plan.asked.headers):
            FAULTS["401"].play(self, plan)
            return
        if fault and fault not in FAULTS:
            self.json(404, plan.error(404, f"this server has no fault {fault}"))
            return
        try:
            plan.check()
        except Refused as why:
            self.refuse(plan, why)
            return
        if fault:
            FAULTS[fault].play(self, plan)
        else:
            self.head(200, plan.kind)
            self.chunks(plan.render(plan.stream()), self.server.options.pace)
            self.end()

    def refuse(self, plan, why):
        if hasattr(plan, "refusal"):
            self.head(200, plan.kind)
            self.chunk(f"data:{plan.refusal(why)}\n\n".encode())
            self.end()
        else:
            self.json(why.status, plan.error(why.status, why.message, why.code, why.param))


class Other(Handler):
    """Where nobody should ever send anything."""

    def do_POST(self):
        self.server.keep(self, self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        self.body(200, "text/plain", b"got it")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", help="a folder; its files, sorted, are the answers")
    parser.add_argument("--answer", action="append", default=[])
    parser.add_argument("--requests", help="keep the requests in this folder")
    parser.add_argument("--fault", default="")
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--key", default="", help="refuse every other key")
    parser.add_argument("--pace", type=float, default=0.0)
    options = parser.parse_args()
    if options.answers:
        for name in sorted(os.listdir(options.answers)):
            with open(os.path.join(options.answers, name), encoding="utf-8") as file:
                options.answer.append(file.read())
    options.answer = options.answer or ["Here it is:\n\n```cpp\nint main() {}\n```\n"]
    if options.requests:
        os.makedirs(options.requests, exist_ok=True)
    other = Server(options, "other-", Other)
    server = Server(options, "", Handler)
    server.other = other.server_address[1]
    threading.Thread(target=other.serve_forever, daemon=True).start()
    print(server.server_address[1], server.other, sep="\n", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
