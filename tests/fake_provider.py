#!/usr/bin/env python3
"""A loopback server that speaks Anthropic Messages and OpenAI chat completions.

It streams as the real services do (order of events, pings, padding, usage), answers
from a folder or from its arguments, keeps every request it got for tests to look at,
and misbehaves on demand.

    fake_provider.py [--answers FOLDER | --answer TEXT ...] [--requests FOLDER]
                     [--fault NAME] [--times N] [--key KEY] [--pace TOKENS_PER_SECOND]

The n-th user turn of a conversation gets the n-th answer (the last one when they run
out). The port is the first line on stdout; the second is that of another server which
only keeps what it gets: the target of redirects. --times N: the first N requests meet
the fault, later ones are answered well.

A fault can also be chosen by the base URL, http://127.0.0.1:PORT/fault/NAME/N/ID, with
N as above (0: always) and ID any word that tells one test's requests from another's.
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

from fake_answers import STATUSES, Plan
from fake_faults import Faults

PATIENCE = 60  # seconds a silent fault waits for the client to give up


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, options, label, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.options, self.label = options, label
        self.lock, self.count, self.met = threading.Lock(), 0, {}
        self.other = 0

    def handle_error(self, request, client_address):
        """A client that leaves is no news."""

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


class Handler(Faults, http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args):
        """Tests want a quiet server."""

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # --- sending ---

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

    def chunk(self, data):
        if data:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()

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

    def events(self, events, pace=0.0):
        for event in events:
            self.chunk(event)
            if pace:
                time.sleep(1.0 / pace)

    # --- what is asked ---

    def do_GET(self):
        self.server.keep(self, b"")
        self.body(200, "application/json", b'{"data":[],"object":"list"}')

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.keep(self, raw)
        options = self.server.options
        fault, times, path = options.fault, options.times, self.path
        parts = path.split("/")
        if len(parts) > 4 and parts[1] == "fault":
            fault, times, path = parts[2], int(parts[3]), "/" + "/".join(parts[5:])
        key = "/".join(parts[:5]) if fault != options.fault else "all"
        if fault and not self.server.meets(key, times):
            fault = ""
        dialect = {"/v1/messages": "anthropic", "/v1/chat/completions": "openai",
                   "/chat/completions": "openai"}.get(path)
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        if dialect is None or not isinstance(body, dict):
            self.body(404 if body else 400, "application/json",
                      b'{"error":{"message":"no such route or no JSON","type":"x"}}')
            return
        turn = sum(1 for m in body.get("messages", []) if m.get("role") == "user")
        answers = options.answer
        answer = answers[min(turn, len(answers)) - 1]
        self.serve(Plan(dialect, body, answer, fault), fault)

    def wrong(self, plan):
        """What the real service would refuse."""
        if plan.dialect == "anthropic" and not self.headers.get("anthropic-version"):
            return "anthropic-version: header is required"
        if plan.dialect == "anthropic" and not isinstance(plan.body.get("max_tokens"), int):
            return "max_tokens: Field required"
        if not plan.body.get("stream"):
            return "this server wants stream: true"
        roles = [m.get("role") for m in plan.body["messages"]]
        if plan.dialect == "anthropic" and (roles[:1] != ["user"] or "system" in roles):
            return "messages: first message must use the user role"
        return ""

    def serve(self, plan, fault):
        sent = self.headers.get("x-api-key") or self.headers.get("authorization", "")
        wanted = self.server.options.key
        if wanted and sent.replace("Bearer ", "") != wanted:
            fault = "401"
        if not fault and self.wrong(plan):
            data = json.dumps(plan.error("invalid_request_error", self.wrong(plan)))
            self.body(400, "application/json", data.encode())
        elif fault in STATUSES:
            status, kind, message, code, headers = STATUSES[fault]
            data = json.dumps(plan.error(kind, message, code)).encode()
            self.body(status, "application/json", data, headers)
        else:
            method = getattr(self, "fault_" + fault.replace("-", "_"), None)
            if method:
                method(plan)
            else:
                self.head(200, "text/event-stream; charset=utf-8")
                self.events(plan.events, self.server.options.pace)
                self.end()


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
