"""The life of a server, as an editor sees it: initialize, shutdown, exit, end of input, signals,
the editor's process, position encodings, and what may be said when. Raw messages, no library."""

import os
import signal
import subprocess
import time

from checks import (
    KADANE,
    PATIENCE,
    check,
    environment,
    expect,
    expect_alive,
    expect_error,
    expect_exit,
    main,
    open_document,
    server,
    up,
)
from raw import frame

LEAVE = 1.0  # seconds a server may take to leave


@check
def request_before_initialize_is_refused():
    client = server()
    for method in ("textDocument/hover", "shutdown", "$/x", "no/such"):
        expect_error(client.request(method), -32002, method)
    client.initialize()
    expect_alive(client)


@check
def notification_before_initialize_is_dropped():
    client = server()
    open_document(client, "file:///a.py", "x = 1\n")
    client.notify("initialized", {})
    client.notify("no/such")
    client.initialize()
    expect_alive(client)


@check
def initialize_tells_what_the_server_can():
    client = server()
    result = client.initialize()
    able = result["capabilities"]
    expect(result["serverInfo"]["name"], "kadane", "name")
    sync = able["textDocumentSync"]
    expect((sync["openClose"], sync["change"]), (True, 2), "textDocumentSync")
    commands = able["executeCommandProvider"]["commands"]
    expect("kadane.translate" in commands and "kadane.cancel" in commands, True, "commands")
    expect(able["positionEncoding"], "utf-16", "positionEncoding when none was offered")


@check
def code_actions_are_never_resolved():
    client = server()
    caps = {"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {}}}}}
    provider = client.initialize(capabilities=caps)["capabilities"]["codeActionProvider"]
    expect(provider["resolveProvider"], False, "resolveProvider")


@check
def nothing_is_asked_before_initialized():
    client = server()
    caps = {
        "workspace": {
            "configuration": True,
            "didChangeConfiguration": {"dynamicRegistration": True},
        },
        "window": {"workDoneProgress": True},
    }
    params = {"processId": None, "rootUri": None, "capabilities": caps}
    client.request("initialize", params)
    client.request("test/alive")
    time.sleep(0.1)
    asked = [m["method"] for m in client.messages if "method" in m and "id" in m]
    expect(asked, [], "requests of the server's before initialized")
    client.notify("initialized", {})
    client.expect_request("workspace/configuration")
    expect_alive(client)


@check
def second_initialize_is_refused():
    client = up()
    expect_error(client.request("initialize", {"capabilities": {}}), -32600, "second initialize")
    expect_alive(client)


@check
def bad_initialize_params_are_refused_and_can_be_repaired():
    client = server()
    for params in (None, [], 3, "x"):
        reply = client.request("initialize", params)
        expect_error(reply, -32602, "initialize with %r" % (params,))
    client.initialize()
    expect_alive(client)


@check
def odd_initialize_params_do_no_harm():
    for params in (
        {"capabilities": None},
        {"capabilities": {"textDocument": 3, "workspace": [], "general": {"positionEncodings": 1}}},
        {"processId": "x", "workspaceFolders": [None, {}, {"uri": 5}], "rootUri": 7},
        {"rootPath": "/tmp", "workspaceFolders": None, "initializationOptions": [1]},
        {"workspaceFolders": [], "trace": 5, "locale": None, "workDoneToken": {}},
    ):
        client = server()
        client.initialize(**params)
        expect_alive(client, repr(params))


@check
def unknown_methods():
    client = up()
    for method in ("no/such", "$/no/such", "textDocument/HOVER", "", "x" * 5000, "a\nb"):
        expect_error(client.request(method, {"a": 1}), -32601, method[:20])
        client.notify(method, {"a": 1})
    expect_alive(client)


@check
def position_encodings():
    for offered, chosen in (
        (["utf-16"], "utf-16"),
        (["utf-8"], "utf-8"),
        (["utf-32", "utf-8", "utf-16"], "utf-8"),
        (["utf-32", "utf-16"], "utf-16"),
        (["utf-32"], "utf-32"),
        (["utf-7"], "utf-16"),
        ([], "utf-16"),
        (None, "utf-16"),
    ):
        client = server()
        caps = {"general": {"positionEncodings": offered}}
        able = client.initialize(capabilities=caps)["capabilities"]
        expect(able["positionEncoding"], chosen, repr(offered))


@check
def shutdown_is_answered_at_once_with_null():
    client = up()
    start = time.monotonic()
    reply = client.request("shutdown")
    expect(reply.get("result", 0), None, "shutdown's result")
    expect(time.monotonic() - start < 0.5 * PATIENCE, True, "quick")


@check
def after_shutdown_requests_are_refused_and_notifications_dropped():
    client = up()
    client.request("shutdown")
    for method in ("textDocument/hover", "shutdown", "initialize", "no/such", "$/x"):
        expect_error(client.request(method, {}), -32600, method)
    open_document(client, "file:///a.py", "x = 1\n")
    client.notify("no/such")
    client.notify("exit")
    expect_exit(client, 0, LEAVE, "exit")


@check
def exit_without_shutdown():
    client = up()
    client.notify("exit")
    expect_exit(client, 1, LEAVE, "exit")


@check
def exit_before_initialize():
    client = server()
    client.notify("exit")
    expect_exit(client, 1, LEAVE, "exit")


@check
def a_whole_life_in_one_write():
    # Zed queues exit right behind shutdown; others do not wait for any answer.
    for sockets in (False, True):
        client = server(sockets=sockets)
        life = [
            {"id": 1, "method": "initialize", "params": {"capabilities": {}}},
            {"method": "initialized", "params": {}},
            {"id": 2, "method": "shutdown"},
            {"method": "exit"},
        ]
        client.send_bytes(b"".join(frame({"jsonrpc": "2.0", **m}) for m in life))
        client.expect_reply(1)
        expect(client.expect_reply(2).get("result", 0), None, "shutdown")
        expect_exit(client, 0, LEAVE, "exit")


@check
def end_of_input_before_initialize():
    client = server()
    client.close_stdin()
    expect_exit(client, 1, LEAVE, "end of input")


@check
def end_of_input():
    for sockets in (False, True):
        client = server(sockets=sockets)
        client.initialize()
        client.close_stdin()
        expect_exit(client, 1, LEAVE, "end of input")


@check
def end_of_input_after_shutdown():
    client = up()
    client.request("shutdown")
    client.close_stdin()
    expect_exit(client, 0, LEAVE, "end of input after shutdown")


@check
def end_of_input_within_a_message():
    for part in (b"Content-Le", b"Content-Length: 10\r\n\r\n{"):
        client = up()
        client.send_bytes(part)
        client.close_stdin()
        expect_exit(client, 1, LEAVE, "after %r" % part)


@check
def no_input_at_all():
    for stdin in (subprocess.DEVNULL, None):
        close = (lambda: os.close(0)) if stdin is None else None
        done = subprocess.run(
            [KADANE],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            preexec_fn=close,
            timeout=10 * PATIENCE,
        )
        expect((done.returncode, done.stdout), (1, b""), "without a stdin")


@check
def signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        for begun in (False, True):
            client = up() if begun else server()
            if not begun:
                client.send_bytes(b"Content-")
                time.sleep(0.1 * PATIENCE)
            client.process.send_signal(number)
            expect_exit(client, 1, LEAVE, "%s, initialized: %s" % (number, begun))
    client = up()
    client.request("shutdown")
    client.process.send_signal(signal.SIGTERM)
    expect_exit(client, 0, LEAVE, "SIGTERM after shutdown")


@check
def process_ids():
    # Side by side, because each takes its seconds.
    dead = subprocess.Popen(["true"])
    dead.wait()
    editor = subprocess.Popen(["sleep", "60"])
    try:
        watching = up(processId=editor.pid)
        others = {
            "null": up(processId=None),
            "alive": up(processId=os.getpid()),
            "dead from the start": up(processId=dead.pid),
            "zero": up(processId=0),
            "negative": up(processId=-1),
            "too big": up(processId=2**40),
            "a string": up(processId="1"),
        }
        time.sleep(0.2)
        expect_alive(watching, "while the editor lives")
    finally:
        editor.kill()
        editor.wait()
    start = time.monotonic()
    expect(watching.wait_exit(8 * PATIENCE), 1, "exit code when the editor died")
    left = 6.5 - (time.monotonic() - start)
    time.sleep(max(0, left))
    for name, client in others.items():
        expect_alive(client, name)


@check
def arguments_of_editors():
    for arguments in (
        ["--stdio"],
        ["--stdio", "--clientProcessId=1"],
        ["lsp"],
        ["lsp", "--stdio"],
        ["--clientProcessId=%d" % os.getpid()],
    ):
        client = up(*arguments)
        client.request("shutdown")
        client.notify("exit")
        expect_exit(client, 0, LEAVE, repr(arguments))


@check
def unknown_arguments():
    client = server("--no-such-option")
    expect(client.wait_exit(5 * PATIENCE) not in (0, 1), True, "exit code of a usage error")
    expect("--no-such-option" in client.errors(), True, "names the option")
    client = server("--version")
    expect(client.wait_exit(5 * PATIENCE), 0, "--version")
    client.thread.join()
    client.fault = None  # it is no LSP that it spoke


@check
def the_editor_stops_listening():
    client = up()
    client.stop_listening()
    for _ in range(3):
        client.ask("test/more")
    expect_exit(client, 1, LEAVE, "nobody reads stdout")


if __name__ == "__main__":
    main()
