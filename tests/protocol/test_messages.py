"""What a server makes of messages: headers, bodies, ids, batches, damage, floods, and changes of
documents that are hard to follow. Raw bytes, no library."""

import json
import os
import threading
import time

from checks import (
    PATIENCE,
    check,
    code_of,
    expect,
    expect_alive,
    expect_error,
    expect_exit,
    main,
    open_document,
    sanitized,
    server,
    up,
    version_seen,
)
from raw import frame

URI = "file:///project/a.py"


def request_bytes(id, method="test/x"):
    return json.dumps({"jsonrpc": "2.0", "id": id, "method": method}).encode()


def change(client, version, changes, uri=URI):
    params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}
    client.notify("textDocument/didChange", params)


def at(line, character, end_line=None, end_character=None):
    """A range; an empty one when only its start is given."""
    end_line = line if end_line is None else end_line
    end_character = character if end_character is None else end_character
    return {
        "start": {"line": line, "character": character},
        "end": {"line": end_line, "character": end_character},
    }


@check
def headers_in_any_form():
    client = up()
    length = str(len(request_bytes(100)))
    for number, header in enumerate(
        (
            "content-length: SIZE",
            "CONTENT-LENGTH:SIZE",
            "Content-Length:   SIZE  ",
            "Content-Length: 000SIZE",
            "X-Other: a: b\r\nContent-Length: SIZE",
            "Content-Length: SIZE\r\nContent-Length: SIZE",
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: SIZE",
            "Content-Length: SIZE\r\nContent-Type: application/vscode-jsonrpc;charset=UTF8",
            'content-type: application/vscode-jsonrpc; charset="utf-8"\r\nContent-Length: SIZE',
            "Content-Type: application/json\r\nContent-Length: SIZE",
        )
    ):
        body = request_bytes(100 + number)
        client.send_bytes(frame(body, header.replace("SIZE", length).encode() + b"\r\n\r\n"))
        expect_error(client.expect_reply(100 + number), -32601, header)


@check
def one_byte_at_a_time():
    client = server()
    client.byte_at_a_time = True
    client.initialize()
    open_document(client, URI, "print('caf\u00e9 \U0001f600')\n", version=3)
    expect(version_seen(client, URI), 3, "version")
    expect(client.request("shutdown").get("result", 0), None, "shutdown")
    client.notify("exit")
    expect_exit(client, 0, 1, "exit")


@check
def another_charset_is_passed_over():
    client = up()
    body = request_bytes(50)
    header = "Content-Type: a/b; charset=utf-16\r\nContent-Length: %d\r\n\r\n" % len(body)
    client.send_bytes(frame(body, header.encode()))
    expect_alive(client)
    expect([m for m in client.messages if m.get("id") == 50], [], "answers to it")


@check
def empty_message_is_passed_over():
    client = up()
    client.send_bytes(b"Content-Length: 0\r\n\r\n")
    expect_alive(client)


@check
def oversized_message_is_drained():
    client = up()
    size = (256 << 20) + 1
    client.send_bytes(b"Content-Length: %d\r\n\r\n" % size)
    piece = b" " * (1 << 20)
    for _ in range(size // len(piece)):
        client.send_bytes(piece)
    client.send_bytes(b" ")
    expect_alive(client)


@check
def headers_that_break_the_stream():
    for header in (
        "\r\n",
        "X: y\r\n\r\n",
        "Content-Length: -5\r\n\r\n",
        "Content-Length: 5x\r\n\r\n",
        "Content-Length:\r\n\r\n",
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "Content-Length: 2\n\n{}",
        "{}\n",
        "X: " + "y" * 9000,
    ):
        client = up()
        client.send_bytes(header.encode())
        expect_exit(client, 1, 1, "after %r" % header[:40])


@check
def parse_errors():
    client = up()
    for body in (
        b"{",
        b"nonsense",
        b"{} {}",
        b'{"jsonrpc":"2.0","id":1,"method":"x"',
        b'{"jsonrpc":"2.0","method":"a\x00b"}',
        b"[" * 2000 + b"]" * 2000,
        b'{"a":' * 2000 + b"1" + b"}" * 2000,
        b'\x1b[31m{"jsonrpc"',
    ):
        client.send_bytes(frame(body))
        expect_error(client.expect_reply(None), -32700, repr(body[:20]))
        expect_alive(client, repr(body[:20]))
    errors = client.errors()
    expect("nonsense" in errors and "\x1b" not in errors, True, "the log shows it, harmlessly")


@check
def batches():
    client = up()
    for body in (b"[]", b"[%s,%s]" % (request_bytes(1), request_bytes(2)), b"[1,2,3]"):
        client.send_bytes(frame(body))
        expect_error(client.expect_reply(None), -32600, repr(body[:20]))
    expect_alive(client)
    expect(len([m for m in client.messages if m.get("id", 0) is None]), 3, "answers")


@check
def invalid_requests():
    client = up()
    for body, id in (
        ("{}", None),
        ("3", None),
        ('"x"', None),
        ("null", None),
        ('{"jsonrpc":"2.0","id":41}', 41),
        ('{"jsonrpc":"2.0","id":42,"Method":"x"}', 42),
        ('{"jsonrpc":"2.0","id":43,"method":5}', 43),
        ('{"jsonrpc":2.0,"id":44,"method":"x"}', 44),
        ('{"jsonrpc":"2.0","id":null,"method":"x"}', None),
        ('{"jsonrpc":"2.0","id":{},"method":"x"}', None),
        ('{"jsonrpc":"2.0","id":true,"method":"x"}', None),
    ):
        client.send_bytes(frame(body.encode()))
        expect_error(client.expect_reply(id), -32600, body)
    expect_alive(client)


@check
def ids_come_back_as_they_were():
    client = up()
    for id in (
        "0",
        "-1",
        "1.5",
        "123456789012345678901234567890",
        '"7"',
        '""',
        '"caf\u00e9 \U0001f600"',
        '"\\u0000\\ud83d"',
    ):
        body = '{"jsonrpc":"2.0","method":"test/x","id":%s}' % id
        client.send_bytes(frame(body.encode()))
        expect_error(client.expect_reply(json.loads(id)), -32601, id)


@check
def duplicate_ids_are_both_answered():
    client = up()
    client.send_bytes(frame(request_bytes(60)) * 2)
    client.expect_reply(60)
    client.expect_reply(60)


@check
def cancelling_what_is_over_or_never_was():
    client = up()
    done = client.ask("test/x")
    client.expect_reply(done)
    for params in ({"id": done}, {"id": 999}, {"id": "x"}, {"id": None}, {}, [], None, 5):
        client.notify("$/cancelRequest", params)
    # Also one that is still in the pipe: it is answered all the same.
    body = frame(request_bytes(61)) + frame(
        {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 61}}
    )
    client.send_bytes(body)
    client.expect_reply(61)
    expect_alive(client)


@check
def answers_to_nothing():
    client = up()
    for body in (
        {"id": 999, "result": None},
        {"id": "x", "error": {"code": 1, "message": "m"}},
        {"id": None, "error": {"code": -32700, "message": "m"}},
        {"id": 12.5, "result": []},
    ):
        client.send({"jsonrpc": "2.0", **body})
    expect_alive(client)
    expect([m for m in client.messages if m.get("id", 0) is None], [], "complaints")


@check
def bad_params():
    client = up()
    open_document(client, URI, "x = 1\n")
    document = {"uri": URI}
    for method, params, field in (
        ("textDocument/codeAction", None, "textDocument"),
        ("textDocument/codeAction", [], "textDocument"),
        ("textDocument/codeAction", {"textDocument": {"uri": 5}}, "uri"),
        ("textDocument/codeAction", {"textDocument": document}, "range"),
        ("textDocument/codeAction", {"textDocument": document, "range": {"start": 1}}, "range"),
        ("textDocument/hover", {"textDocument": document}, "position"),
        ("textDocument/hover", {"textDocument": document, "position": {"line": -1}}, "position"),
        ("textDocument/codeLens", {}, "textDocument"),
        ("textDocument/inlayHint", {}, "textDocument"),
        ("workspace/executeCommand", {}, "command"),
        ("workspace/executeCommand", {"command": 3}, "command"),
    ):
        reply = client.request(method, params)
        expect_error(reply, -32602, "%s %r" % (method, params))
        expect(field in reply["error"]["message"], True, "names %s: %r" % (field, reply["error"]))
    expect_error(client.request("textDocument/didOpen", {}), -32600, "a notification with an id")
    for method in ("didOpen", "didChange", "didClose"):
        for params in (None, [], {}, {"textDocument": 3}, {"textDocument": {"uri": []}}):
            client.notify("textDocument/" + method, params)
    expect_alive(client)


@check
def requests_about_documents_that_are_not_open():
    client = up()
    range_ = at(0, 0)
    for uri in (URI, "untitled:Untitled-1", "", "%", "file://", "file:///%zz%00", "x" * 3000):
        params = {"textDocument": {"uri": uri}, "range": range_, "context": {"diagnostics": []}}
        params["position"] = {"line": 0, "character": 0}
        for name in ("codeAction", "hover", "codeLens", "inlayHint"):
            reply = client.request("textDocument/" + name, params)
            good = code_of(reply) in (-32602, -32803) or reply.get("result", 0) in (None, [])
            expect(good, True, "%s of %r: %r" % (name, uri, reply))
    expect_alive(client)


@check
def damaged_text_does_not_desynchronise():
    # cJSON alone would cut the text at the NUL, and refuse the whole message for the surrogate.
    client = up()
    open_document(client, URI, "a\nb\n", version=1)
    texts = ("a\\u0000b", "\\ud83d", "\\udc00x", "\\\\u0000", "\\ud83d\\ude00")
    for version, text in enumerate(texts, 2):
        body = (
            '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":'
            '{"uri":"%s","version":%d},"contentChanges":[{"range":%s,"text":"%s"}]}}'
            % (URI, version, json.dumps(at(1, 0)), text)
        )
        client.send_bytes(frame(body.encode()))
        expect(version_seen(client, URI), version, "version after " + text)
    expect([m for m in client.messages if m.get("id", 0) is None], [], "parse errors")


@check
def positions_out_of_range():
    client = up()
    open_document(client, URI, "caf\u00e9 \U0001f600\r\nb\rc\n", version=1)
    most = 2**31 - 1
    for version, range_ in enumerate(
        (
            at(0, 99), at(99, 0), at(most, most), at(0, 6), at(0, 0, most, most), at(0, 5, 0, 2),
            at(5, 0, 0, 0), at(0, 0, 0, 2**32), at(0, 0, 0, 1),
        ),
        2,
    ):
        change(client, version, [{"range": range_, "text": "x\r\n\U0001f600"}])
        expect(version_seen(client, URI), version, "version after %r" % range_)
    # What makes no sense at all is passed over, and the server lives.
    for range_ in ({}, 5, at(-1, 0), {"start": {"line": "1"}}, at(0.5, 0)):
        change(client, 20, [{"range": range_, "text": "y"}])
    change(client, 21, [{"text": 5}, None, 3, {}])
    change(client, 22, {"text": "z"})
    change(client, 23, [{"text": "whole\n"}])
    expect(version_seen(client, URI), 23, "version in the end")


@check
def ten_thousand_changes():
    client = up()
    open_document(client, URI, "x = 1\n" * 20000, version=0)
    start = time.monotonic()
    for version in range(1, 10001):
        change(client, version, [{"range": at(version % 20000, 5), "text": "0"}])
    expect(version_seen(client, URI), 10000, "version")
    expect(time.monotonic() - start < 20 * PATIENCE, True, "time")


@check
def an_editor_that_reads_late_gets_everything_in_order():
    client = up()
    client.pause()
    first, count = client.last_id + 1, 20000
    ids = range(first, first + count)
    writer = threading.Thread(target=lambda: [client.ask("test/" + "x" * 200, id=id) for id in ids])
    writer.start()
    time.sleep(0.5)
    client.resume()
    writer.join(60 * PATIENCE)
    client.expect_reply(first + count - 1, timeout=60 * PATIENCE)
    got = [m["id"] for m in client.messages if m.get("id", 0) >= first]
    expect(got == list(ids), True, "all answers, in order")
    client.last_id += count
    expect_alive(client)


@check
def an_editor_that_never_reads_is_left():
    client = up()
    client.pause()
    # Enough for more answers than a server may keep for an editor that does not take them.
    requests = b"".join(frame(request_bytes(id, "test/" + "x" * 100)) for id in range(1000, 2000))
    memory = 0
    try:
        for _ in range(1000):
            client.send_bytes(requests)
            memory = max(memory, client.peak_memory())
    except OSError:
        pass  # it has gone
    expect_exit(client, 1, 5, "nobody reads")
    limit = 1 << 30 if sanitized() else 200 << 20
    expect(0 < memory < limit, True, "memory: %d" % memory)
    client.messages.clear()
    client.thread.join(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), client.source)
    client.resume()
    client.thread.join(5)
    client.fault = None  # what was cut off in the middle is of no interest


if __name__ == "__main__":
    main()
