"""What fake_provider.py says: the events of a good answer, in both dialects."""

import json
import random


def tokens(text):
    """The text in pieces of some four characters."""
    return [text[i:i + 4] for i in range(0, len(text), 4)]


def pad(text, rng):
    """Random blanks before the closing brace, as Anthropic has them."""
    return text[:-1] + " " * rng.randrange(0, 6) + "}"


class Plan:
    """The bytes of a good answer, event by event; faults change the list."""

    def __init__(self, dialect, body, answer, fault):
        self.dialect, self.body, self.fault = dialect, body, fault
        self.rng = random.Random(len(answer))
        self.names = fault != "no-event-names"
        self.colon = ":" if fault == "no-space" else ": "
        self.answer = answer
        self.prompt = len(json.dumps(body)) // 4
        self.events = self.anthropic() if dialect == "anthropic" else self.openai()

    def event(self, name, data):
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        if self.dialect == "anthropic" and not isinstance(data, str):
            text = pad(text, self.rng)
        head = f"event: {name}\n" if name and self.names else ""
        return (head + "data" + self.colon + text + "\n\n").encode("utf-8", "surrogateescape")

    def anthropic(self):
        model = self.body.get("model", "")
        reason = {"truncated": "max_tokens", "refusal": "refusal"}.get(self.fault, "end_turn")
        usage = {"input_tokens": self.prompt, "cache_creation_input_tokens": 3,
                 "cache_read_input_tokens": 4, "output_tokens": 1}
        out = [self.event("message_start", {"type": "message_start", "message": {
            "id": "msg_1", "type": "message", "role": "assistant", "model": model,
            "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}})]
        index = 0
        if self.fault == "thinking":
            out += [self.event("content_block_start", {
                        "type": "content_block_start", "index": 0,
                        "content_block": {"type": "thinking", "thinking": ""}}),
                    self.event("content_block_delta", {
                        "type": "content_block_delta", "index": 0,
                        "delta": {"type": "thinking_delta", "thinking": "let me see"}}),
                    self.event("content_block_stop", {"type": "content_block_stop", "index": 0})]
            index = 1
        pieces = [] if self.fault == "refusal" else tokens(self.answer)
        if pieces:
            out.append(self.event("content_block_start", {
                "type": "content_block_start", "index": index,
                "content_block": {"type": "text", "text": ""}}))
        out.append(self.event("ping", {"type": "ping"}))
        for piece in pieces:
            out.append(self.event("content_block_delta", {
                "type": "content_block_delta", "index": index,
                "delta": {"type": "text_delta", "text": piece}}))
        self.first, self.last = len(out) - len(pieces), len(out)
        if pieces:
            out.append(self.event("content_block_stop",
                                  {"type": "content_block_stop", "index": index}))
        delta = {"stop_reason": reason, "stop_sequence": None}
        if reason == "refusal":
            delta["stop_details"] = {"type": "refusal", "category": "x",
                                     "explanation": "not this"}
        out.append(self.event("message_delta", {
            "type": "message_delta", "delta": delta, "usage": {"output_tokens": len(pieces)}}))
        if self.fault != "no-done":
            out.append(self.event("message_stop", {"type": "message_stop"}))
        return out

    def chunk(self, delta, finish=None, **more):
        data = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1,
                "model": self.body.get("model", ""), "system_fingerprint": "fp_1",
                "choices": [{"index": 0, "delta": delta, "logprobs": None,
                             "finish_reason": finish}],
                "usage": None, "obfuscation": "x" * self.rng.randrange(1, 9)}
        data.update(more)
        return self.event("", data)

    def openai(self):
        reason = {"truncated": "length", "filter": "content_filter"}.get(self.fault, "stop")
        out = [self.chunk({"role": "assistant", "content": "", "refusal": None})]
        if self.fault == "thinking":
            out.append(self.chunk({"content": None, "reasoning_content": "let me see"}))
        field = "refusal" if self.fault == "refusal" else "content"
        pieces = tokens(self.answer)
        for piece in pieces:
            out.append(self.chunk({field: piece}))
        self.first, self.last = len(out) - len(pieces), len(out)
        out.append(self.chunk({}, reason))
        if self.body.get("stream_options", {}).get("include_usage"):
            out.append(self.event("", {
                "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1,
                "model": self.body.get("model", ""), "choices": [],
                "usage": {"prompt_tokens": self.prompt, "completion_tokens": len(pieces),
                          "total_tokens": self.prompt + len(pieces)}}))
        if self.fault != "no-done":
            out.append(self.event("", "[DONE]"))
        return out

    def whole(self):
        """The same without streaming."""
        if self.dialect == "anthropic":
            return {"type": "message", "model": self.body.get("model", ""),
                    "content": [{"type": "text", "text": self.answer}],
                    "stop_reason": "end_turn",
                    "usage": {"input_tokens": self.prompt, "output_tokens": 9}}
        return {"object": "chat.completion", "model": self.body.get("model", ""),
                "choices": [{"index": 0, "finish_reason": "stop",
                             "message": {"role": "assistant", "content": self.answer}}],
                "usage": {"prompt_tokens": self.prompt, "completion_tokens": 9}}

    def error(self, kind, message, code=None, param=None):
        if self.dialect == "anthropic":
            return {"type": "error", "error": {"type": kind, "message": message},
                    "request_id": "req_1"}
        return {"error": {"message": message, "type": kind, "param": param, "code": code}}


# Faults that are a status: (status, Anthropic's type, message, OpenAI's code, headers).
STATUSES = {
    "400": (400, "invalid_request_error", "messages: wrong", None, {}),
    "401": (401, "authentication_error", "invalid x-api-key", "invalid_api_key", {}),
    "402": (402, "billing_error", "no credit left", "credit_balance_exhausted", {}),
    "403": (403, "permission_error", "not for you", "country", {}),
    "404": (404, "not_found_error", "model: gone", "model_not_found", {}),
    "413": (413, "request_too_large", "too long", None, {}),
    "429": (429, "rate_limit_error", "slow down", "rate_limit_exceeded", {"Retry-After": "1"}),
    "429-ms": (429, "rate_limit_error", "slow", "slow_down", {"Retry-After-Ms": "50"}),
    "429-long": (429, "rate_limit_error", "come back", "slow_down", {"Retry-After": "3600"}),
    "429-money": (429, "insufficient_quota", "You exceeded your current quota",
                  "insufficient_quota", {}),
    "429-no": (429, "rate_limit_error", "slow", "slow_down", {"X-Should-Retry": "false"}),
    "500": (500, "api_error", "Internal server error", None, {}),
    "503": (503, "overloaded_error", "busy", "server_is_overloaded", {}),
    "529": (529, "overloaded_error", "Overloaded", None, {}),
}
