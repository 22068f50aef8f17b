"""Ollama's own /api/chat: one JSON object a line."""

from dialect import Dialect, Refused, known, number

MEMBERS = ("model", "messages", "stream", "think", "format", "keep_alive", "options", "logprobs",
           "top_logprobs", "truncate", "shift", "tools")
OPTIONS = ("num_predict", "temperature", "stop", "seed", "num_ctx", "top_k", "top_p", "min_p",
           "typical_p", "repeat_last_n", "repeat_penalty", "presence_penalty",
           "frequency_penalty", "num_keep", "num_batch", "num_gpu", "main_gpu", "use_mmap",
           "num_thread")


class Ollama(Dialect):
    name = "ollama"
    path = r"/api/chat"
    sse = False
    kind = "application/x-ndjson"
    marker = "done"
    lone = True

    def limit(self):
        return self.body.get("options", {}).get("num_predict", 0)

    def check(self):
        # The real one ignores what it does not know: nobody would see the mistake.
        known(self.body, MEMBERS, "json: unknown field \"{}\"")
        options = self.body.get("options", {})
        known(options, OPTIONS, "invalid option provided: {}")
        if not self.model:
            raise Refused("model is required")
        if not self.body.get("stream", True):
            raise Refused("this server wants to stream")
        number(options, "num_predict", -2, 1 << 20, whole=True)
        number(options, "num_ctx", 1, 1 << 22, whole=True)
        number(options, "temperature", 0, 2)
        number(self.body, "top_logprobs", 0, 20, whole=True)
        if self.body.get("think") and "think" not in self.model:
            raise Refused(f'"{self.model}" does not support thinking')
        messages = self.body.get("messages")
        if not isinstance(messages, list) or not messages:
            raise Refused("this server wants messages")
        for message in messages:
            known(message, ("role", "content", "thinking", "images"),
                  "json: unknown field \"{}\"")
            if message.get("role") not in ("system", "user", "assistant", "tool"):
                raise Refused("invalid role: " + str(message.get("role")))

    def line(self, message, done=False, **more):
        data = {"model": self.model, "created_at": "2026-11-21T10:00:00.000000000Z",
                "message": {"role": "assistant", "content": "", **message}, "done": done}
        data.update(more)
        return "", self.dump(data)

    def stream(self, end="", thinking=False):
        said, count = self.plan(self.pieces, end)
        out = []
        if thinking:
            out += [self.line({"thinking": "let me"}), self.line({"thinking": " see"})]
        self.first, self.last = len(out), len(out) + len(said)
        for piece in said:
            more = {}
            if self.body.get("logprobs"):
                more["logprobs"] = [{"token": piece, "logprob": -0.5}]
            out.append(self.line({"content": piece}, **more))
        reason = "length" if end in ("length", "starved") else "stop"
        out.append(self.line({}, True, done_reason=reason, total_duration=5000000000,
                             load_duration=1000000, prompt_eval_count=self.prompt,
                             prompt_eval_duration=1000000, eval_count=count,
                             eval_duration=2000000000))
        return out

    def whole(self):
        return {"model": self.model, "created_at": "2026-11-21T10:00:00Z", "done": True,
                "message": {"role": "assistant", "content": self.answer}, "done_reason": "stop",
                "prompt_eval_count": self.prompt, "eval_count": len(self.pieces)}

    def error(self, status, message, code=None, param=None):
        return {"error": message}


# What /api/pull says, line by line.
PULL = [{"status": "pulling manifest"},
        {"status": "pulling 0123456789ab", "digest": "sha256:0123456789ab", "total": 1000},
        {"status": "pulling 0123456789ab", "digest": "sha256:0123456789ab", "total": 1000,
         "completed": 400},
        {"status": "pulling 0123456789ab", "digest": "sha256:0123456789ab", "total": 1000,
         "completed": 1000},
        {"status": "verifying sha256 digest"}, {"status": "writing manifest"},
        {"status": "removing unused layers"}, {"status": "success"}]
