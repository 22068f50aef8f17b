"""Hugging Face's text-generation-inference: raw prompts, and errors under status 200."""

from dialect import Dialect, Refused, known, number

PARAMETERS = ("max_new_tokens", "temperature", "top_k", "top_p", "typical_p", "do_sample", "stop",
              "details", "decoder_input_details", "return_full_text", "repetition_penalty",
              "frequency_penalty", "seed", "truncate", "watermark", "best_of", "grammar",
              "adapter_id", "top_n_tokens")
STOPS = 4
TOTAL = 1 << 16  # tokens of prompt and answer


class Tgi(Dialect):
    name = "tgi"
    path = r"/generate_stream"
    kind = "text/event-stream"
    marker = "generated_text"
    lone = True
    style = {"colon": ":", "before": ":\n\n"}

    def parameters(self):
        return self.body.get("parameters") or {}

    def limit(self):
        return self.parameters().get("max_new_tokens", 0)

    def check(self):
        known(self.body, ("inputs", "parameters", "stream"), "unknown field `{}`")
        parameters = self.parameters()
        known(parameters, PARAMETERS, "unknown field `{}`")
        if not isinstance(self.body.get("inputs"), str) or not self.body["inputs"]:
            raise Refused("`inputs` cannot be empty")
        if parameters.get("temperature", 1) <= 0:
            raise Refused("`temperature` must be strictly positive")
        number(parameters, "max_new_tokens", 1, TOTAL, whole=True)
        if len(parameters.get("stop", [])) > STOPS:
            raise Refused(f"`stop` supports up to {STOPS} stop sequences. "
                          f"Given: {len(parameters['stop'])}")
        if self.prompt + self.limit() > TOTAL:
            raise Refused(f"`inputs` tokens + `max_new_tokens` must be <= {TOTAL}. "
                          f"Given: {self.prompt} `inputs` tokens and {self.limit()} "
                          "`max_new_tokens`")

    def refusal(self, refused):
        """Under status 200, as everything else: the stream route knows no other."""
        return self.dump({"error": "Input validation error: " + refused.message,
                          "error_type": "validation"})

    def token(self, index, text, special=False, **more):
        data = {"index": index, "token": {"id": 7, "text": text, "logprob": -0.5,
                                          "special": special},
                "generated_text": None, "details": None}
        data.update(more)
        return "", self.dump(data)

    def stream(self, end="", thinking=False):
        said, count = self.plan(self.pieces, end)
        self.first, self.last = 0, len(said)
        out = [self.token(i + 1, piece) for i, piece in enumerate(said)]
        more = {"generated_text": "".join(said)}
        if self.parameters().get("details"):
            reason = "length" if end in ("length", "starved") else "eos_token"
            more["details"] = {"finish_reason": reason, "generated_tokens": count, "seed": None,
                               "input_length": self.prompt}
        out.append(self.token(len(out) + 1, "</s>", True, **more))
        return out

    def whole(self):
        return {"generated_text": self.answer,
                "details": {"finish_reason": "eos_token", "input_length": self.prompt,
                            "generated_tokens": len(self.pieces)}}

    def error(self, status, message, code=None, param=None):
        kind = {422: "validation", 424: "generation", 429: "overloaded", 503: "overloaded",
                529: "overloaded"}
        return {"error": message, "error_type": kind.get(status, "unknown")}
