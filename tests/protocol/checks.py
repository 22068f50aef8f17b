"""What the protocol tests share: which program is tested, in what environment, and a runner.

A check is a function; it passes when it returns. Each gets its own servers through `server()`,
which are ended after it in any case.
"""

import os
import shutil
import sys
import tempfile
import time
import traceback

from raw import Client, ProtocolError

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KADANE = os.path.join(TOP, os.environ.get("KADANE", "build/kadane"))
# Builds with sanitizers on a busy machine need more time; what must be quick stays so.
PATIENCE = float(os.environ.get("KADANE_TEST_PATIENCE", "1"))

_all = []
_clients = []
_home = tempfile.mkdtemp(prefix="kadane-test-")


def check(function):
    """Marks a function as a check; they are run in the order of the file."""
    _all.append(function)
    return function


def environment(**more):
    """No keys, no configuration, a home of its own; PATH and the sanitizers' options stay."""
    kept = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": _home, "LC_ALL": "C.UTF-8"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            kept[name] = os.environ[name]
    kept.update(more)
    return kept


def server(*arguments, sockets=False, **env):
    """A new server that nothing was said to."""
    client = Client.start([KADANE, *arguments], env=environment(**env), cwd=_home, sockets=sockets)
    client.timeout *= PATIENCE
    _clients.append(client)
    return client


def up(*arguments, **params):
    """A new server that was initialized; `params` are those of initialize."""
    client = server(*arguments)
    client.initialize(**params)
    return client


def sanitized():
    """True when the server was built with AddressSanitizer, which keeps what was freed."""
    with open(KADANE, "rb") as file:
        return b"__asan_init" in file.read()


def code_of(reply):
    """The error code of an answer; None when it is a result."""
    return reply.get("error", {}).get("code")


def expect(got, wanted, what):
    if got != wanted:
        raise AssertionError("%s: got %r, wanted %r" % (what, got, wanted))


def expect_error(reply, code, what):
    expect(code_of(reply), code, what)
    text = reply["error"]["message"]
    if not isinstance(text, str) or not text or "\n" in text:
        raise AssertionError("%s: the message must be one line: %r" % (what, text))
    if "result" in reply:
        raise AssertionError("%s: an error and a result" % what)


def expect_alive(client, what="alive"):
    """It still answers, and says nothing else meanwhile that it should not."""
    expect_error(client.request("test/alive"), -32601, what)


def expect_exit(client, code, within, what):
    """It ends by itself with this code, in time."""
    start = time.monotonic()
    expect(client.wait_exit(10 * PATIENCE), code, what + ": exit code")
    took = time.monotonic() - start
    if took > within * PATIENCE:
        raise AssertionError("%s: took %.2f s, at most %.2f s" % (what, took, within * PATIENCE))


def open_document(client, uri, text, version=1, language="python"):
    item = {"uri": uri, "languageId": language, "version": version, "text": text}
    client.notify("textDocument/didOpen", {"textDocument": item})


def version_seen(client, uri):
    """The version the server has of an open Python document, as its code actions carry it."""
    start = {"line": 0, "character": 0}
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": start, "end": start},
        "context": {"diagnostics": []},
    }
    reply = client.request("textDocument/codeAction", params)
    for action in reply["result"]:
        command = action["command"] if isinstance(action["command"], dict) else action
        if command["command"] == "kadane.translate":
            return command["arguments"][0]["version"]
    raise AssertionError("no translate action is offered: %r" % reply)


def _run(function):
    name = function.__name__.lstrip("_")
    fault = None
    try:
        function()
    except Exception as error:
        line = traceback.extract_tb(error.__traceback__)[-1]
        fault = "%s (%s:%d)" % (error, os.path.basename(line.filename), line.lineno)
        if not isinstance(error, (AssertionError, ProtocolError, OSError)):
            fault = traceback.format_exc()
    for client in _clients:
        try:
            client.stop()
        except ProtocolError as error:
            fault = fault or str(error)
        errors = client.errors()
        if "Sanitizer" in errors or "runtime error:" in errors:
            fault = fault or "a sanitizer spoke"
        if fault:
            print("    stderr: " + errors[-2000:].replace("\n", "\n    "))
        client.stderr.close()
    _clients.clear()
    print("FAILED %s: %s" % (name, fault) if fault else "ok %s" % name, flush=True)
    return fault is None


def main():
    """Run the checks whose names hold the first argument; ends the program."""
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [function for function in _all if only in function.__name__]
    if not os.access(KADANE, os.X_OK):
        print("%s is no program that can be run: build it first, or set KADANE" % KADANE)
        print("0 passed, %d failed" % max(1, len(chosen)))
        sys.exit(1)
    passed = sum([_run(function) for function in chosen])
    shutil.rmtree(_home, ignore_errors=True)
    print("%d passed, %d failed" % (passed, len(chosen) - passed))
    sys.exit(passed != len(chosen) or not chosen)
