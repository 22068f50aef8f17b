"""A JSON-RPC client for tests, on Python's standard library alone.

It writes what it is told, byte for byte, and is strict about what it reads: a header other
than `Content-Length: N`, a body that is not one JSON object in UTF-8, or anything else on the
server's stdout is an error.

    client = Client.start(["build/kadane"])
    client.initialize()
    reply = client.request("textDocument/codeAction", {...})
    client.notify("exit")
    assert client.wait_exit() == 1
"""

import json
import os
import re
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time

HEADER = re.compile(rb"Content-Length: ([1-9][0-9]*)\r\n\r\n")


class ProtocolError(Exception):
    """The server did something that the protocol does not allow, or not in time."""


def frame(body, header=None):
    """The bytes of one message; `body` is bytes or something for json.dumps."""
    if not isinstance(body, bytes):
        body = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if header is None:
        header = b"Content-Length: %d\r\n\r\n" % len(body)
    return header + body


class Client:
    def __init__(self, process, sink, source, stderr):
        self.process = process
        self.sink = sink  # descriptor that leads to the server's stdin
        self.source = source  # descriptor that comes from its stdout
        self.stderr = stderr
        self.byte_at_a_time = False
        self.timeout = 10.0
        self.last_id = 0
        self.messages = []  # everything received, in order
        self.taken = set()  # indexes of messages that were waited for
        self.fault = None  # what was wrong with the server's output
        self.ended = False  # its stdout has ended
        self.changed = threading.Condition()
        # What the client answers to the server's requests; a method -> function of params.
        self.answers = {
            "workspace/configuration": lambda params: [None] * len(params["items"]),
            "workspace/applyEdit": lambda params: {"applied": True},
            "window/showDocument": lambda params: {"success": True},
            "window/showMessageRequest": lambda params: {"title": "Run"},
        }
        self.unknown = set()  # methods it says it has never heard of
        self.reading = threading.Event()
        self.reading.set()
        self.paused = threading.Event()
        self.woken, self.wake = os.pipe()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    @classmethod
    def start(cls, cmd, env=None, cwd=None, sockets=False):
        """Start `cmd` as a language server; over socket pairs, as VS Code and Neovim do, or pipes.

        `env` replaces the environment. Its stderr is kept for `errors()`.
        """
        stderr = tempfile.TemporaryFile()
        if sockets:
            sink, their_in = socket.socketpair()
            source, their_out = socket.socketpair()
            sink, source = sink.detach(), source.detach()
            their_in, their_out = their_in.detach(), their_out.detach()
        else:
            their_in, sink = os.pipe()
            source, their_out = os.pipe()
        try:
            process = subprocess.Popen(
                cmd, stdin=their_in, stdout=their_out, stderr=stderr, env=env, cwd=cwd
            )
        except OSError:
            os.close(sink)
            os.close(source)
            raise
        finally:
            os.close(their_in)
            os.close(their_out)
        return cls(process, sink, source, stderr)

    # --- receiving ---

    def _fail(self, text):
        with self.changed:
            self.fault = self.fault or text
            self.changed.notify_all()

    def _read(self):
        data = bytearray()
        try:
            while True:
                ready, _, _ = select.select([self.source, self.woken], [], [])
                if self.woken in ready:
                    os.read(self.woken, 1)
                    self.paused.set()
                    self.reading.wait()
                    self.paused.clear()
                    continue
                piece = os.read(self.source, 1 << 16)
                if not piece:
                    break
                data += piece
                while self._take(data):
                    pass
        except OSError:
            pass
        if data:
            self._fail("the server's output ended within a message: %r" % bytes(data[:200]))
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def pause(self):
        """Read nothing more of what the server says, until `resume`."""
        self.reading.clear()
        os.write(self.wake, b"x")
        self.paused.wait()

    def resume(self):
        self.reading.set()

    def stop_listening(self):
        """Close the pipe from the server's stdout."""
        self.pause()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, self.source)
        os.close(null)
        self.resume()

    def _take(self, data):
        """Take one message off the front of `data`; False when there is no whole one."""
        end = data.find(b"\r\n\r\n", 0, 8192)
        if end < 0:
            if not b"Content-Length: ".startswith(bytes(data[:16])):
                self._fail("stray bytes on stdout: %r" % bytes(data[:200]))
            return False
        match = HEADER.fullmatch(bytes(data[: end + 4]))
        if match is None:
            self._fail("unexpected header %r" % bytes(data[: end + 4]))
            data.clear()
            return False
        length = int(match.group(1))
        if len(data) < end + 4 + length:
            return False
        body = bytes(data[end + 4 : end + 4 + length])
        del data[: end + 4 + length]
        try:
            message = json.loads(body.decode("utf-8"))
            if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
                raise ValueError("not a JSON-RPC object")
        except ValueError as error:
            self._fail("a bad message: %s: %r" % (error, body[:200]))
            return True
        with self.changed:
            self.messages.append(message)
            self.changed.notify_all()
        if "method" in message and "id" in message:
            self._answer(message)
        return True

    def _answer(self, message):
        if message["method"] in self.unknown:
            self.send({"jsonrpc": "2.0", "id": message["id"],
                       "error": {"code": -32601, "message": "method not found"}})
            return
        answer = self.answers.get(message["method"], lambda params: None)
        result = answer(message.get("params"))
        if result is not NO_ANSWER:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def expect(self, wanted, what, timeout=None):
        """The first message not taken yet for which `wanted(message)` is true."""
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        seen = 0
        with self.changed:
            while True:
                for index in range(seen, len(self.messages)):
                    if index not in self.taken and wanted(self.messages[index]):
                        self.taken.add(index)
                        return self.messages[index]
                seen = len(self.messages)
                if self.fault:
                    raise ProtocolError(self.fault)
                if self.ended:
                    raise ProtocolError("the server ended while %s was awaited" % what)
                left = deadline - time.monotonic()
                if left <= 0:
                    raise ProtocolError("no %s came in time" % what)
                self.changed.wait(left)

    def expect_reply(self, id, timeout=None):
        """The answer to the request `id` (of the same JSON type)."""
        return self.expect(
            lambda m: "method" not in m and m.get("id") == id and type(m.get("id")) is type(id),
            "answer to request %r" % (id,),
            timeout,
        )

    def expect_notification(self, method, wanted=lambda params: True, timeout=None):
        """The params of the next notification `method` for which `wanted(params)` is true."""
        message = self.expect(
            lambda m: m.get("method") == method and "id" not in m and wanted(m.get("params")),
            "notification " + method,
            timeout,
        )
        return message.get("params")

    def expect_request(self, method, timeout=None):
        """The next request of the server's for `method` (it was answered already)."""
        return self.expect(
            lambda m: m.get("method") == method and "id" in m, "request " + method, timeout
        )

    # --- sending ---

    def send_bytes(self, data):
        """Send `data` as it is; one byte per write when byte_at_a_time is set."""
        data = memoryview(data)
        step = 1 if self.byte_at_a_time else len(data) or 1
        while len(data) > 0:
            data = data[os.write(self.sink, data[:step]) :]

    def send(self, message):
        self.send_bytes(frame(message))

    def notify(self, method, params=None):
        message = {"jsonrpc": "2.0", "method": method}
        if params is not None:
            message["params"] = params
        self.send(message)

    def ask(self, method, params=None, id=None):
        """Send a request, and do not wait. Returns its id."""
        if id is None:
            self.last_id += 1
            id = self.last_id
        message = {"jsonrpc": "2.0", "id": id, "method": method}
        if params is not None:
            message["params"] = params
        self.send(message)
        return id

    def request(self, method, params=None, timeout=None):
        """Send a request and return its whole answer, with `result` or `error`."""
        return self.expect_reply(self.ask(method, params), timeout)

    def initialize(self, **params):
        """initialize and initialized; returns the result."""
        params = {"processId": None, "rootUri": None, "capabilities": {}, **params}
        reply = self.request("initialize", params)
        if "result" not in reply:
            raise ProtocolError("initialize failed: %r" % reply)
        self.notify("initialized", {})
        return reply["result"]

    # --- ending ---

    def close_stdin(self):
        if self.sink >= 0:
            os.close(self.sink)
            self.sink = -1

    def wait_exit(self, timeout=5.0):
        """The exit code; minus the signal when one ended it."""
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise ProtocolError("the server did not end within %.1f s" % timeout) from None

    def errors(self):
        """What it wrote to stderr so far."""
        size = os.fstat(self.stderr.fileno()).st_size
        return os.pread(self.stderr.fileno(), size, 0).decode("utf-8", "replace")

    def peak_memory(self):
        """The most memory it has had resident so far, in bytes; 0 when it has gone."""
        return self._status("VmHWM") * 1024

    def _status(self, name):
        try:
            with open("/proc/%d/status" % self.process.pid) as file:
                for line in file:
                    if line.startswith(name + ":"):
                        return int(line.split()[1])
        except OSError:
            pass
        return 0

    def stop(self):
        """End it in any case. Raises what was wrong with its output."""
        self.reading.set()
        self.close_stdin()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.thread.join(2)
        if not self.thread.is_alive():
            for descriptor in (self.source, self.woken, self.wake):
                os.close(descriptor)
        if self.fault:
            raise ProtocolError(self.fault)


# For Client.answers: the client stays silent.
NO_ANSWER = object()
