"""How fake_provider.py misbehaves: fault NAME-WITH-DASHES is the method fault_NAME_WITH_DASHES."""

import json
import random
import time

from fake_answers import tokens


class Faults:
    """Mixed into the server's handler, whose ways of sending it uses."""

    # --- faults before the stream ---

    def fault_echo_key(self, plan):
        sent = self.headers.get("x-api-key") or self.headers.get("authorization", "")
        data = json.dumps(plan.error("authentication_error", "Incorrect API key: " + sent))
        self.body(401, "application/json", data.encode())

    def refuse_parameter(self, plan, name, message):
        """A 400 as long as the parameter is there."""
        if name in plan.body:
            data = json.dumps(plan.error("invalid_request_error", message,
                                         "unsupported_parameter", name))
            self.body(400, "application/json", data.encode())
        else:
            self.serve(plan, "")

    def fault_400_limit(self, plan):
        self.refuse_parameter(plan, "max_tokens",
                              "Unsupported parameter: 'max_tokens' is not supported with this "
                              "model. Use 'max_completion_tokens' instead.")

    def fault_400_temperature(self, plan):
        self.refuse_parameter(plan, "temperature",
                              "`temperature` is deprecated for this model.")

    def fault_400_options(self, plan):
        self.refuse_parameter(plan, "stream_options", "stream_options: extra fields not permitted")

    def fault_html(self, plan):
        self.body(502, "text/html", b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
                  b"<body><center><h1>502 Bad Gateway</h1></center></body></html>\r\n")

    def fault_html_200(self, plan):
        self.body(200, "text/html", b"<html><body><h1>Please sign in</h1></body></html>")

    def fault_garbage(self, plan):
        self.body(200, "application/octet-stream", random.Random(7).randbytes(3000))

    def fault_empty(self, plan):
        self.body(200, "text/event-stream", b"")

    def fault_json(self, plan):
        self.body(200, "application/json", b"\n\n" + json.dumps(plan.whole()).encode())

    def fault_error_200(self, plan):
        data = plan.error("overloaded_error", "Overloaded", "server_is_overloaded")
        self.body(200, "application/json", json.dumps(data, indent=1).encode())

    def fault_silence(self, plan):
        self.wait()

    def fault_rst_before(self, plan):
        self.reset()

    def fault_close_before(self, plan):
        self.close_connection = True

    def fault_redirect(self, plan):
        target = f"http://127.0.0.1:{self.server.other}/stolen?secret=1"
        self.body(307, "text/plain", b"over there", {"Location": target})

    def fault_huge_header(self, plan):
        self.head(200, "text/event-stream", {f"x-{i}": "y" * 1000 for i in range(90)})
        self.end()

    # --- faults inside the stream ---

    def begin(self, plan, count=0):
        """Headers, and the events up to some of the text."""
        self.head(200, "text/event-stream; charset=utf-8")
        self.events(plan.events[:plan.first + count])

    def fault_half(self, plan):
        self.begin(plan, 3)
        self.end()

    def fault_half_fin(self, plan):
        self.begin(plan, 3)
        self.wfile.write(b"100\r\ndata: ")
        self.wfile.flush()
        self.close_connection = True

    def fault_half_event(self, plan):
        self.begin(plan, 3)
        self.chunk(plan.events[plan.first + 3][:-20])
        self.end()

    def fault_half_event_rst(self, plan):
        self.begin(plan, 3)
        self.chunk(plan.events[plan.first + 3][:-20])
        time.sleep(0.2)
        self.reset()

    def fault_half_start(self, plan):
        self.begin(plan, 0)
        self.end()

    def fault_rst(self, plan):
        self.begin(plan, 3)
        time.sleep(0.2)
        self.reset()

    def fault_silence_inside(self, plan):
        self.begin(plan, 3)
        self.wait()

    def fault_comments(self, plan):
        self.begin(plan, 3)
        self.wait(comment=b": keep-alive\n\n")

    def fault_linger(self, plan):
        self.head(200, "text/event-stream")
        self.events(plan.events)
        self.wait(comment=b": keep-alive\n\n")

    def fault_linger_apart(self, plan):
        self.head(200, "text/event-stream")
        self.events(plan.events, pace=10)
        self.wait(comment=b": keep-alive\n\n")

    def fault_error_event(self, plan):
        self.begin(plan, 3)
        self.chunk(plan.event("error", plan.error("overloaded_error", "Overloaded",
                                                  "server_is_overloaded")))
        self.end()

    def fault_error_first(self, plan):
        self.begin(plan, 0)
        self.chunk(plan.event("error", plan.error("overloaded_error", "Overloaded",
                                                  "server_is_overloaded")))
        self.end()

    def fault_error_field(self, plan):
        self.begin(plan, 3)
        self.chunk(b'error: {"code":500,"message":"boom","type":"server_error"}\n\n')
        self.end()

    def fault_error_finish(self, plan):
        self.begin(plan, 3)
        self.chunk(plan.chunk({"content": ""}, "error",
                              error={"code": 502, "message": "provider down"}))
        self.end()

    def fault_bad_event(self, plan):
        self.begin(plan, 3)
        self.chunk(b"data: {\"choices\": [\n\n")
        self.end()

    def fault_bytes(self, plan):
        self.head(200, "text/event-stream")
        for byte in b"".join(plan.events):
            self.chunk(bytes([byte]))
        self.end()

    def line_ends(self, plan, end):
        self.head(200, "text/event-stream")
        data = b"\xef\xbb\xbf" + b"".join(plan.events).replace(b"\n", end)
        for i in range(0, len(data), 7):
            self.chunk(data[i:i + 7])
        self.end()

    def fault_crlf(self, plan):
        self.line_ends(plan, b"\r\n")

    def fault_cr(self, plan):
        self.line_ends(plan, b"\r")

    def fault_no_blank(self, plan):
        self.head(200, "text/event-stream")
        self.chunk(b"".join(plan.events).rstrip(b"\n"))
        self.end()

    def fault_http10(self, plan):
        self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n")
        self.wfile.write(b"".join(plan.events))
        self.close_connection = True

    def fault_huge_line(self, plan):
        self.begin(plan, 3)
        try:
            for _ in range(40):
                self.chunk(b"x" * (1 << 18))
            self.wait()
        except OSError:
            self.close_connection = True

    def fault_huge_answer(self, plan):
        self.begin(plan, 0)
        one = plan.events[plan.first]
        more = one.replace(json.dumps(tokens(plan.answer)[0]).encode(), b'"%s"' % (b"y" * 65536))
        try:
            self.events([more] * 80)
            self.wait()
        except OSError:
            self.close_connection = True

    def fault_bad_utf8(self, plan):
        self.begin(plan, 0)
        one = plan.events[plan.first]
        mark = json.dumps(tokens(plan.answer)[0])[1:-1].encode()
        self.events([one.replace(mark, b"a\xff\xc3(b\xe2\x82")] + plan.events[plan.last:])
        self.end()
