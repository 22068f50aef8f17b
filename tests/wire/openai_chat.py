"""OpenAI's chat completions, and what the servers that speak like it do otherwise."""

import re

from dialect import Dialect, Refused, known, number

MEMBERS = ("model", "messages", "max_tokens", "max_completion_tokens", "temperature", "top_p",
           "stop", "stream", "stream_options", "logprobs", "top_logprobs", "seed", "n", "user",
           "reasoning_effort", "presence_penalty", "frequency_penalty", "response_format",
           "prompt_cache_key", "store", "metadata", "tools", "tool_choice", "verbosity",
           "service_tier")
# What each service knows besides; those that are not here take anything.
MORE = {"openai": (), "deepseek": ("thinking",), "ollama": ("reasoning",), "tgi": ()}
REASONING = re.compile(r"o\d|gpt-5|gpt-6")
WORDS = {400: ("invalid_request_error", None), 401: ("invalid_request_error", "invalid_api_key"),
         402: ("billing_error", "credit_balance_exhausted"), 403: ("permission_error", "country"),
         404: ("invalid_request_error", "model_not_found"),
         413: ("invalid_request_error", "request_too_large"),
         422: ("invalid_request_error", None), 429: ("requests", "rate_limit_exceeded"),
         503: ("server_error", "server_is_overloaded")}
NUMBERS = ("llamacpp", "vllm", "openrouter")  # their error.code is a status of HTTP
FIELD = {"vllm": "reasoning", "ollama": "reasoning", "openrouter": "reasoning"}


class Chat(Dialect):
    name = "openai"
    path = r"(/v1)?/chat/completions"
    marker = "finish_reason"

    def __init__(self, asked):
        super().__init__(asked)
        before = {"deepseek": ": keep-alive\n\n", "openrouter": ": OPENROUTER PROCESSING\n\n"}
        self.style = {"before": before.get(asked.service, "")}

    def limit(self):
        return self.body.get("max_completion_tokens") or self.body.get("max_tokens", 0)

    def check(self):
        service = self.asked.service
        if service in MORE:
            known(self.body, MEMBERS + MORE[service],
                  "Unrecognized request argument supplied: {}")
        if not self.model and service not in ("llamacpp", "compatible"):
            raise Refused("you must provide a model parameter", param="model")
        if service == "openai" and REASONING.match(self.model):
            self.check_reasoning()
        if service in ("deepseek", "ollama") and "max_completion_tokens" in self.body:
            # The real ones would not see it, and answer without a limit.
            raise Refused("max_completion_tokens is ignored here: send max_tokens")
        if not self.body.get("stream"):
            raise Refused("this server wants stream: true")
        number(self.body, "temperature", 0, 2)
        for name in ("max_tokens", "max_completion_tokens"):
            number(self.body, name, 0, 1 << 20, whole=True)
        if "top_logprobs" in self.body and not self.body.get("logprobs"):
            raise Refused("'top_logprobs' is only allowed when 'logprobs' is enabled",
                          param="top_logprobs")
        number(self.body, "top_logprobs", 0, 20, whole=True)
        stop = self.body.get("stop")
        if isinstance(stop, list) and len(stop) > 4:
            raise Refused("'stop': array too long", param="stop")
        self.check_messages()

    def check_reasoning(self):
        if "max_tokens" in self.body:
            raise Refused("Unsupported parameter: 'max_tokens' is not supported with this "
                          "model. Use 'max_completion_tokens' instead.",
                          code="unsupported_parameter", param="max_tokens")
        if self.body.get("temperature", 1) != 1 and self.body.get("reasoning_effort") != "none":
            raise Refused("Unsupported value: 'temperature' does not support this value with "
                          "this model. Only the default (1) value is supported.",
                          code="unsupported_value", param="temperature")
        if self.model.startswith(("o3", "o4")) and "stop" in self.body:
            raise Refused("Unsupported parameter: 'stop' is not supported with this model.",
                          code="unsupported_parameter", param="stop")

    def check_messages(self):
        messages = self.body.get("messages")
        if not isinstance(messages, list) or not messages:
            raise Refused("Invalid 'messages': empty array", param="messages")
        for message in messages:
            if message.get("role") not in ("system", "developer", "user", "assistant"):
                raise Refused("Invalid value for 'role'", param="messages")
            if not isinstance(message.get("content"), str):
                raise Refused("Invalid type for 'content'", param="messages")

    def chunk(self, delta, finish=None, **more):
        data = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1,
                "model": self.model, "system_fingerprint": "fp_1",
                "choices": [{"index": 0, "delta": delta, "logprobs": None,
                             "finish_reason": finish}]}
        if self.asked.service == "openai":
            data["obfuscation"] = "x" * self.rng.randrange(1, 9)
        if self.asked.service in ("openai", "compatible"):
            data["usage"] = None
        data.update(more)
        return "", self.dump(data)

    def said(self, piece):
        """The piece as a chunk, with its log-probability when they were asked for."""
        if not self.body.get("logprobs"):
            return self.chunk({"content": piece})
        logprobs = {"content": [{"token": piece, "logprob": -0.5, "bytes": None,
                                 "top_logprobs": []}], "refusal": None}
        delta = {"content": piece}
        return self.chunk({}, choices=[{"index": 0, "delta": delta, "logprobs": logprobs,
                                        "finish_reason": None}])

    def stream(self, end="", thinking=False):
        reason = {"length": "length", "starved": "length", "filter": "content_filter",
                  "resources": "insufficient_system_resource", "unknown": "new_reason"}.get(end, "stop")
        service = self.asked.service
        said, count = self.plan(self.pieces, end)
        first = {"role": "assistant", "content": None if service in NUMBERS else ""}
        out = [self.chunk(first)]
        self.head = len(out)
        if thinking or service == "deepseek":
            field = FIELD.get(service, "reasoning_content")
            out += [self.chunk({"content": None, field: ""}),
                    self.chunk({"content": None, field: "let me see"})]
        self.first, self.last = len(out), len(out) + len(said)
        out += [self.chunk({"refusal": p}) if end == "refusal" else self.said(p) for p in said]
        last = {}
        if service == "llamacpp":
            last["timings"] = {"prompt_n": self.prompt, "predicted_n": count,
                               "predicted_per_second": 100.0, "predicted_ms": 10.0 * count}
        usage = self.usage(count)
        if service == "deepseek":
            last["usage"] = usage
        out.append(self.chunk({}, reason, **last))
        wanted = (self.body.get("stream_options") or {}).get("include_usage")
        if service == "openrouter" or (wanted and service != "deepseek"):
            out.append(self.chunk({}, choices=[], usage=usage))
        return out + [("", "[DONE]")]

    def usage(self, count):
        usage = {"prompt_tokens": self.prompt, "completion_tokens": count,
                 "total_tokens": self.prompt + count,
                 "prompt_tokens_details": {"cached_tokens": 4}}
        if self.asked.service == "deepseek":
            usage.update(prompt_cache_hit_tokens=4, prompt_cache_miss_tokens=self.prompt - 4,
                         completion_tokens_details={"reasoning_tokens": 3})
        if self.asked.service == "openrouter":
            usage.update(cost=0.0125, cost_details={"upstream_inference_cost": None})
        return usage

    def whole(self):
        return {"object": "chat.completion", "model": self.model,
                "choices": [{"index": 0, "finish_reason": "stop",
                             "message": {"role": "assistant", "content": self.answer}}],
                "usage": self.usage(len(self.pieces))}

    def error(self, status, message, code=None, param=None):
        kind, word = WORDS.get(status, ("server_error", None))
        if self.asked.service in NUMBERS:
            return {"error": {"message": message, "type": code or kind, "code": status}}
        if code == "insufficient_quota":
            kind = code
        return {"error": {"message": message, "type": kind, "param": param,
                          "code": code or word}}

    def complaint(self, message):
        if self.asked.service == "openrouter":
            return self.chunk({"content": ""}, "error", error={"code": 503, "message": message})
        if self.asked.service == "tgi":
            return "", self.dump({"error": {"message": message, "http_status_code": 503}})
        return super().complaint(message)
