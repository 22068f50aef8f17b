"""Anthropic's Messages API, in both of its versions."""

import re

from dialect import Dialect, Refused, known, number

VERSIONS = ("2023-06-01", "2026-10-21")
MEMBERS = ("model", "max_tokens", "messages", "system", "stream", "temperature", "top_p", "top_k",
           "stop_sequences", "metadata", "thinking", "output_config", "cache_control",
           "service_tier", "tools", "tool_choice")
# The models that still take a temperature.
OLD = re.compile(r"claude-([12]|3|haiku-4|sonnet-4|opus-4)")
WORDS = {400: "invalid_request_error", 401: "authentication_error", 402: "billing_error",
         403: "permission_error", 404: "not_found_error", 409: "conflict_error",
         413: "request_too_large", 422: "invalid_request_error", 429: "rate_limit_error",
         504: "timeout_error", 503: "overloaded_error", 529: "overloaded_error"}


class Anthropic(Dialect):
    name = "anthropic"
    path = r"/v1/messages"
    marker = "message_stop"

    def dump(self, data):
        """Random blanks before the closing brace, as the service has them."""
        return super().dump(data)[:-1] + " " * self.rng.randrange(0, 6) + "}"

    def limit(self):
        return self.body.get("max_tokens", 0)

    def check(self):
        version = self.asked.headers.get("anthropic-version")
        if not version:
            raise Refused("anthropic-version: header is required")
        if version not in VERSIONS:
            raise Refused(f'"{version}" is not a valid version')
        known(self.body, MEMBERS, "{}: Extra inputs are not permitted")
        if "max_tokens" not in self.body:
            raise Refused("max_tokens: Field required")
        number(self.body, "max_tokens", 0, 128000, whole=True)
        for name in ("temperature", "top_p", "top_k"):
            if name in self.body and version == "2026-10-21":
                raise Refused(f"`{name}` is not supported in this version of the API")
        if self.body.get("temperature", 1) != 1 and not OLD.match(self.model):
            if self.model.startswith("claude-"):
                raise Refused("`temperature` is deprecated for this model.")
        number(self.body, "temperature", 0, 1)
        if not self.body.get("stream"):
            raise Refused("this server wants stream: true")
        self.check_messages()

    def check_messages(self):
        messages = self.body.get("messages")
        if not isinstance(messages, list) or not messages:
            raise Refused("messages: at least one message is required")
        for i, message in enumerate(messages):
            if message.get("role") not in ("user", "assistant"):
                raise Refused(f"messages.{i}: Input should be 'user' or 'assistant'")
            if not message.get("content"):
                raise Refused(f"messages.{i}: text content blocks must be non-empty")
        if messages[0]["role"] != "user":
            raise Refused("messages: first message must use the \"user\" role")
        if messages[-1]["role"] != "user":
            raise Refused("This model does not support assistant message prefill.")

    def event(self, kind, **more):
        return kind, self.dump({"type": kind, **more})

    def block(self, index, kind, deltas):
        """One content block: its start, its pieces, its end."""
        out = [self.event("content_block_start", index=index,
                          content_block={"type": kind, kind: ""})]
        for delta in deltas:
            out.append(self.event("content_block_delta", index=index,
                                  delta={"type": kind + "_delta", kind: delta}))
        return out + [self.event("content_block_stop", index=index)]

    def stream(self, end="", thinking=False):
        reason = {"length": "max_tokens", "starved": "max_tokens", "refusal": "refusal",
                  "context": "model_context_window_exceeded", "unknown": "new_reason"}.get(end, "end_turn")
        said, count = self.plan([] if end == "refusal" else self.pieces, end)
        usage = {"input_tokens": self.prompt, "cache_creation_input_tokens": 3,
                 "cache_read_input_tokens": 4, "output_tokens": 1}
        out = [self.event("message_start", message={
            "id": "msg_1", "type": "message", "role": "assistant", "model": self.model,
            "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage})]
        self.head = len(out)
        if thinking:
            out += self.block(0, "thinking", ["let me", " see"])
        out.append(self.event("ping"))
        text = self.block(int(thinking), "text", said) if said else []
        self.first = len(out) + (1 if said else 0)
        self.last = self.first + len(said)
        out += text
        delta = {"stop_reason": reason, "stop_sequence": None}
        if reason == "refusal":
            delta["stop_details"] = {"type": "refusal", "category": "x",
                                     "explanation": "not this"}
        out.append(self.event("message_delta", delta=delta, usage={"output_tokens": count}))
        return out + [self.event("message_stop")]

    def whole(self):
        return {"type": "message", "model": self.model,
                "content": [{"type": "text", "text": self.answer}], "stop_reason": "end_turn",
                "usage": {"input_tokens": self.prompt, "output_tokens": len(self.pieces)}}

    def error(self, status, message, code=None, param=None):
        error = {"type": WORDS.get(status, "api_error"), "message": message}
        if code:
            error["details"] = {"error_code": code}
        return {"type": "error", "error": error, "request_id": "req_1"}

    def complaint(self, message):
        return "error", self.dump(self.error(529, message))
