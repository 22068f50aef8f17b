"""A server of models on a port of its own: lists, downloads and answers as Ollama does, and lists
models as OpenAI, Anthropic and OpenRouter do, page by page. It keeps what it was asked.

Ollama(models, ...) starts it; `host` is what OLLAMA_HOST wants.
"""

import http.server
import json
import threading
import time
import urllib.parse

GIGABYTE = 10**9


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that leaves is no news."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args):
        """Tests want a quiet server."""

    def send(self, body, status=200, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def lines(self, values, pause=0.0):
        """NDJSON; stops when the client has gone."""
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for value in values:
            data = json.dumps(value).encode() + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
            time.sleep(pause)
        self.wfile.write(b"0\r\n\r\n")

    def do_GET(self):
        at = self.server.at
        at.asked.append(("GET", self.path, dict(self.headers)))
        path = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(path.query)
        time.sleep(at.delay)
        if at.refuse:
            self.send(*at.refuse)
        elif path.path == "/api/tags":
            self.send({"models": [{"name": m, "model": m, "size": GIGABYTE, "details": {},
                                   "capabilities": ["embedding"] if "embed" in str(m)
                                   else ["completion"],
                                   **({"remote_model": at.remote[m],
                                       "remote_host": "https://ollama.com:443"}
                                      if m in at.remote else {})} for m in at.models]})
        elif path.path == "/v1/models" and "anthropic-version" in self.headers:
            first = at.models.index(query["after_id"][0]) + 1 if "after_id" in query else 0
            page = at.models[first:first + at.page]
            self.send({"data": [{"type": "model", "id": m, "display_name": m} for m in page],
                       "has_more": first + at.page < len(at.models),
                       "first_id": page[0] if page else None,
                       "last_id": page[-1] if page else None})
        elif path.path == "/v1/models":
            self.send({"object": "list", "data": [
                m if isinstance(m, dict) else {"id": m, "object": "model"} for m in at.models]})
        else:
            self.send({"error": "404 page not found"}, 404)

    def do_POST(self):
        at = self.server.at
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        at.asked.append(("POST", self.path, body))
        at.keys.append(self.headers.get("Authorization"))
        if self.path == "/api/pull":
            self.pull(at, body["model"])
        elif self.path == "/api/chat" and at.has(body["model"]):
            self.lines([{"model": body["model"], "message": {"role": "assistant", "content": text},
                         "done": False} for text in at.answer]
                       + [{"model": body["model"], "message": {"role": "assistant", "content": ""},
                           "done": True, "done_reason": "stop", "prompt_eval_count": 100,
                           "eval_count": 40, "eval_duration": 10**9}])
        else:
            self.send({"error": f"model '{body['model']}' not found"}, 404)

    def pull(self, at, model):
        parts = [{"status": "pulling manifest"}]
        for done in range(0, 5):
            parts.append({"status": "pulling 0123456789ab", "digest": "sha256:0123",
                          "total": 4 * GIGABYTE, "completed": done * GIGABYTE})
        if at.pull_fails == "error":
            parts.append({"error": "pull model manifest: file does not exist"})
        elif at.pull_fails != "cut":
            parts += [{"status": "verifying sha256 digest"}, {"status": "success"}]
        if not at.pull_fails:
            at.models.append(model)
        try:
            self.lines(parts, at.pull_pause)
        except OSError:
            at.pull_left = True


class Ollama:
    def __init__(self, models=(), answer=(), page=1000, delay=0.0, refuse=None):
        self.models, self.answer, self.page = list(models), list(answer), page
        self.delay, self.refuse = delay, refuse
        self.pull_fails, self.pull_pause, self.pull_left = "", 0.0, False
        self.remote = {}  # models that ollama.com answers, and what they are called there
        self.asked = []  # (method, path, headers or body)
        self.keys = []  # that came with each POST
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.at = self
        self.port = self.server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def has(self, model):
        return model in self.models or model + ":latest" in self.models

    def paths(self):
        return [f"{method} {path}" for method, path, _ in self.asked]

    def asked_models(self):
        """Of the questions that reached it."""
        return [body["model"] for _, path, body in self.asked if path == "/api/chat"]
