"""Google's generateContent: no marker but a finishReason, CRLF, thoughts apart in the usage."""

import re

from dialect import Dialect, Refused, known, number

MEMBERS = ("contents", "systemInstruction", "generationConfig", "safetySettings", "cachedContent",
           "tools", "toolConfig", "labels")
CONFIG = ("maxOutputTokens", "temperature", "topP", "topK", "stopSequences", "seed",
          "responseLogprobs", "logprobs", "thinkingConfig", "candidateCount", "responseMimeType",
          "presencePenalty", "frequencyPenalty")
UNKNOWN = 'Invalid JSON payload received. Unknown name "{}": Cannot find field.'
WORDS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 402: "FAILED_PRECONDITION",
         403: "PERMISSION_DENIED", 404: "NOT_FOUND", 408: "DEADLINE_EXCEEDED", 409: "ABORTED",
         413: "INVALID_ARGUMENT", 422: "INVALID_ARGUMENT", 429: "RESOURCE_EXHAUSTED",
         502: "UNAVAILABLE", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED", 529: "UNAVAILABLE"}
REASONS = {"length": "MAX_TOKENS", "starved": "MAX_TOKENS", "filter": "SAFETY",
           "recitation": "RECITATION", "other": "OTHER", "unknown": "NEW_REASON"}


class Gemini(Dialect):
    name = "gemini"
    path = r"/v1(beta)?/models/[^/:]+:streamGenerateContent"
    marker = "finishReason"
    lone = True
    style = {"end": "\r\n"}

    def __init__(self, asked):
        super().__init__(asked)
        self.model = re.sub(r".*/models/|:.*", "", asked.path)

    def limit(self):
        return self.body.get("generationConfig", {}).get("maxOutputTokens", 0)

    def check(self):
        if self.asked.query.get("alt") != ["sse"]:
            raise Refused("this server streams with alt=sse only")
        if "key" in self.asked.query:
            raise Refused("a key in the URL lands in logs: this server wants x-goog-api-key")
        known(self.body, MEMBERS, UNKNOWN)
        config = self.body.get("generationConfig", {})
        known(config, CONFIG, UNKNOWN)
        number(config, "maxOutputTokens", 1, 65536, whole=True)
        number(config, "temperature", 0, 2)
        number(config, "logprobs", 0, 20, whole=True)
        thinking = config.get("thinkingConfig", {})
        known(thinking, ("thinkingLevel", "thinkingBudget", "includeThoughts"), UNKNOWN)
        if "thinkingLevel" in thinking and "thinkingBudget" in thinking:
            raise Refused("You can only set one of thinking budget and thinking level.")
        level = self.model.startswith("gemini-3")
        if "thinkingLevel" in thinking and not level:
            raise Refused("Thinking level is not supported for this model.")
        self.check_contents()

    def check_contents(self):
        system = self.body.get("systemInstruction")
        if system is not None:
            known(system, ("parts", "role"), UNKNOWN)
        contents = self.body.get("contents")
        if not isinstance(contents, list) or not contents:
            raise Refused("* GenerateContentRequest.contents: contents is not specified")
        last = ""
        for content in contents:
            known(content, ("parts", "role"), UNKNOWN)
            role = content.get("role")
            if role not in ("user", "model"):
                raise Refused("Please use a valid role: user, model.")
            if role == last:
                raise Refused("this server wants the roles to alternate")
            last = role
            for part in content["parts"]:
                known(part, ("text", "thought", "thoughtSignature"), UNKNOWN)
                if not part.get("text"):
                    raise Refused("Unable to submit request because it must have a text "
                                  "parameter")

    def chunk(self, parts, reason=None, **more):
        candidate = {"index": 0}
        if parts is not None:
            candidate["content"] = {"parts": parts, "role": "model"}
        if reason:
            candidate["finishReason"] = reason
        data = {"candidates": [candidate], "usageMetadata": {"promptTokenCount": self.prompt},
                "modelVersion": self.model, "responseId": "r1"}
        data.update(more)
        return "", self.dump(data)

    def stream(self, end="", thinking=False):
        said, count = self.plan(self.pieces, end)
        thought = 3 if thinking else 0
        usage = {"promptTokenCount": self.prompt, "cachedContentTokenCount": 4,
                 "candidatesTokenCount": count - thought, "thoughtsTokenCount": thought,
                 "totalTokenCount": self.prompt + count}
        if end == "blocked":
            feedback = {"blockReason": "SAFETY", "safetyRatings": []}
            return [("", self.dump({"promptFeedback": feedback, "usageMetadata": usage,
                                    "modelVersion": self.model}))]
        out = []
        if thinking:
            out.append(self.chunk([{"text": "let me see", "thought": True}]))
        self.first, self.last = len(out), len(out) + len(said)
        wanted = self.body.get("generationConfig", {}).get("responseLogprobs")
        for piece in said:
            data = self.chunk([{"text": piece}])[1]
            if wanted:
                data = data.replace('"index": 0', '"index": 0, "avgLogprobs": -0.5, '
                                    '"logprobsResult": {"chosenCandidates": [{"token": "x", '
                                    '"logProbability": -0.5}]}', 1)
            out.append(("", data))
        last = [{"text": "", "thoughtSignature": "c2ln"}]
        reason = REASONS.get(end, "STOP")
        out.append(self.chunk(None if reason in ("SAFETY", "RECITATION") else last, reason,
                              usageMetadata=usage))
        return out

    def whole(self):
        return {"candidates": [{"index": 0, "finishReason": "STOP", "content": {
                    "parts": [{"text": self.answer}], "role": "model"}}],
                "usageMetadata": {"promptTokenCount": self.prompt,
                                  "candidatesTokenCount": len(self.pieces)},
                "modelVersion": self.model}

    def error(self, status, message, code=None, param=None):
        error = {"code": status, "message": message, "status": WORDS.get(status, "INTERNAL")}
        if status == 401 or code == "API_KEY_INVALID":
            error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                                 "reason": code or "ACCESS_TOKEN_EXPIRED",
                                 "domain": "googleapis.com"}]
        return {"error": error}
