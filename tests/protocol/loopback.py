"""Servers for one test: one that plays a script, over TLS where wanted, and a proxy that tunnels.

What a server said and heard is kept in lists, so a test can look at both ends of the wire.
"""

import http.server
import json
import os
import select
import socket
import ssl
import subprocess
import threading
import time

TEXT = "Here:\n\n```cpp\nint main() { return 0; }\n```\n"


def stream(text=TEXT, reason="stop", usage=True):
    """The whole answer of an OpenAI-compatible server."""
    chunks = [{"choices": [{"index": 0, "delta": {"content": text}}]},
              {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}]
    if usage:
        chunks.append({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 7}})
    lines = [b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks]
    return 200, {"Content-Type": "text/event-stream"}, b"".join(lines) + b"data: [DONE]\n\n"


def error(status, message="no", headers=None, **more):
    data = json.dumps({"error": {"message": message, **more}}).encode()
    return status, {"Content-Type": "application/json", **(headers or {})}, data


def wait_for_close(handler, seconds=20):
    """When the client hung up; None when it did not."""
    if select.select([handler.connection], [], [], seconds)[0] and not handler.connection.recv(1):
        return time.monotonic()
    return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args):
        """Tests want a quiet server."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        server = self.server
        with server.lock:
            server.asked.append({"path": self.path, "peer": self.client_address[1],
                                 "headers": {k.lower(): v for k, v in self.headers.items()},
                                 "body": json.loads(body), "at": time.monotonic()})
            play = server.script[min(len(server.asked), len(server.script)) - 1]
        if callable(play):
            play = play(self)
        if play is None:
            self.close_connection = True
            return
        status, headers, data = play
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()


class Server(http.server.ThreadingHTTPServer):
    """Answers the n-th request with the n-th of `script`, the last one for ever."""

    daemon_threads = True

    def __init__(self, *script, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script, self.asked, self.lock = script, [], threading.Lock()
        self.port = self.server_address[1]
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(os.path.join(tls, "server.pem"), os.path.join(tls, "key.pem"))
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def handle_error(self, request, client_address):
        """A client that leaves, or that trusts nobody, is no news."""

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Proxy:
    """Tunnels every CONNECT to one port of this machine; keeps the heads it got."""

    def __init__(self, port, refuse=0):
        self.port, self.refuse, self.heads = port, refuse, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.tunnel, args=(client,), daemon=True).start()

    def tunnel(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            more = client.recv(65536)
            if not more:
                return
            head += more
        self.heads.append(head.decode())
        if self.refuse:
            client.sendall(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % self.refuse)
            client.close()
            return
        server = socket.create_connection(("127.0.0.1", self.port))
        client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        ends = {client: server, server: client}
        while True:
            for end in select.select(list(ends), [], [])[0]:
                data = end.recv(65536)
                if not data:
                    client.close()
                    server.close()
                    return
                ends[end].sendall(data)


def certificates(folder):
    """A CA of its own, and a server it vouches for: ca.pem, server.pem and key.pem."""
    def run(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
    ec = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    run("req", "-x509", *ec, "-days", "2", "-subj", "/CN=kadane test CA",
        "-keyout", "ca.key", "-out", "ca.pem")
    run("req", *ec, "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "server.csr")
    with open(os.path.join(folder, "names"), "w", encoding="utf-8") as file:
        file.write("subjectAltName=DNS:localhost,DNS:models.test,IP:127.0.0.1\n")
    run("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "2",
        "-CAcreateserial", "-extfile", "names", "-out", "server.pem")
    name = subprocess.run(["openssl", "x509", "-hash", "-noout", "-in", "ca.pem"], cwd=folder,
                          check=True, capture_output=True, text=True).stdout.strip()
    os.mkdir(os.path.join(folder, "trusted"))
    os.symlink("../ca.pem", os.path.join(folder, "trusted", name + ".0"))
