"""OpenAI's Responses: named events with numbers, and an end of its own instead of [DONE]."""

from dialect import Dialect, Refused, known, number
from openai_chat import REASONING, Chat

MEMBERS = ("model", "input", "instructions", "max_output_tokens", "temperature", "top_p", "stream",
           "stream_options", "store", "reasoning", "text", "include", "top_logprobs", "metadata",
           "prompt_cache_key", "service_tier", "truncation", "user", "tools", "tool_choice",
           "parallel_tool_calls", "previous_response_id", "background", "safety_identifier")


class Responses(Dialect):
    name = "responses"
    path = r"(/v1)?/responses"
    marker = "response.completed"
    lone = True

    def limit(self):
        return self.body.get("max_output_tokens", 0)

    def check(self):
        for name in self.body:
            if name not in MEMBERS:
                raise Refused(f"Unknown parameter: '{name}'.", code="unknown_parameter",
                              param=name)
        if not self.model:
            raise Refused("Missing required parameter: 'model'.", param="model")
        if not self.body.get("stream"):
            raise Refused("this server wants stream: true")
        number(self.body, "max_output_tokens", 16, 1 << 20, whole=True)
        number(self.body, "temperature", 0, 2)
        number(self.body, "top_logprobs", 0, 20, whole=True)
        if REASONING.match(self.model) and self.body.get("temperature", 1) != 1:
            raise Refused("Unsupported parameter: 'temperature' is not supported with this "
                          "model.", param="temperature")
        items = self.body.get("input")
        if isinstance(items, str) and items:
            return
        if not isinstance(items, list) or not items:
            raise Refused("Missing required parameter: 'input'.", param="input")
        for item in items:
            known(item, ("role", "content", "type"), "Unknown parameter: 'input[0].{}'.")
            if item.get("role") not in ("user", "assistant", "system", "developer"):
                raise Refused("Invalid value for 'input[0].role'", param="input")
            for part in item["content"] if isinstance(item["content"], list) else ():
                kind = "output_text" if item["role"] == "assistant" else "input_text"
                if part.get("type") != kind:
                    raise Refused(f"Invalid value: '{part.get('type')}'. Supported values are: "
                                  f"'{kind}'", param="input")

    def stream(self, end="", thinking=False):
        said, count = self.plan(self.pieces, end)
        events = []

        def event(kind, **more):
            data = {"type": kind, "sequence_number": len(events), **more}
            events.append((kind, self.dump(data)))

        at = {"item_id": "msg_1", "output_index": int(thinking), "content_index": 0}
        event("response.created", response=self.response("in_progress"))
        event("response.in_progress", response=self.response("in_progress"))
        self.head = len(events)
        if thinking:
            event("response.output_item.added", output_index=0,
                  item={"id": "rs_1", "type": "reasoning", "summary": []})
            event("response.reasoning_summary_text.delta", item_id="rs_1", output_index=0,
                  summary_index=0, delta="let me see")
        event("response.output_item.added", output_index=at["output_index"],
              item={"id": "msg_1", "type": "message", "role": "assistant", "content": []})
        event("response.content_part.added", **at,
              part={"type": "output_text", "annotations": [], "text": ""})
        self.first, self.last = len(events), len(events) + len(said)
        wanted = "message.output_text.logprobs" in self.body.get("include", [])
        for piece in said:
            logprobs = [{"token": piece, "logprob": -0.5}] if wanted else []
            if end == "refusal":
                event("response.refusal.delta", **at, delta=piece)
            else:
                event("response.output_text.delta", **at, delta=piece, logprobs=logprobs,
                      obfuscation="x" * self.rng.randrange(1, 9))
        if said and end != "refusal":
            event("response.output_text.done", **at, text="".join(said))
        event("response.output_item.done", output_index=at["output_index"],
              item={"id": "msg_1", "type": "message", "role": "assistant", "content": []})
        reason = {"length": "max_output_tokens", "starved": "max_output_tokens",
                  "filter": "content_filter"}.get(end)
        status = "incomplete" if reason else "completed"
        event("response." + status, response=self.response(status, count, said, reason))
        return events

    def response(self, status, count=None, said=(), reason=None):
        content = [{"type": "output_text", "text": "".join(said), "annotations": []}]
        usage = {"input_tokens": self.prompt, "input_tokens_details": {"cached_tokens": 4},
                 "output_tokens": count, "output_tokens_details": {"reasoning_tokens": 0},
                 "total_tokens": self.prompt + (count or 0)}
        return {"id": "resp_1", "object": "response", "status": status, "model": self.model,
                "error": None,
                "incomplete_details": {"reason": reason} if reason else None,
                "output": [{"id": "msg_1", "type": "message", "role": "assistant",
                            "content": content}] if said else [],
                "usage": None if count is None else usage}

    def whole(self):
        return self.response("completed", len(self.pieces), self.pieces)

    def error(self, status, message, code=None, param=None):
        return Chat.error(self, status, message, code, param)

    def complaint(self, message):
        error = {"type": "server_error", "code": "server_is_overloaded", "message": message,
                 "param": None}
        return "error", self.dump({"type": "error", "sequence_number": 9, "error": error})
