#!/usr/bin/env python3
"""The imitation itself (tests/wire/server.py) refuses what the real services refuse, in their own
words: else the tests that run against it would show nothing.
"""

import http.client
import json

from asked import provider
from checks import check, expect, main

KEY = "k1"
OLD, NEW = {"anthropic-version": "2023-06-01"}, {"anthropic-version": "2026-10-21"}
SAID = [{"role": "user", "content": "hi"}]
CHAT = {"model": "gpt-4o", "stream": True, "messages": SAID}
MESSAGES = {"model": "claude-haiku-4-5", "stream": True, "max_tokens": 9, "messages": SAID}
RESPONSES = {"model": "gpt-4o", "stream": True, "input": "hi"}
GEMINI = {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]}
OLLAMA = {"model": "m", "messages": SAID}
TGI = {"inputs": "hi"}
TO_GEMINI = "/as/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent"

# Path, headers, body, status, a word of the answer.
ASKED = (
    ("/v1/messages", OLD, MESSAGES, 200, "message_stop"),
    ("/v1/messages", NEW, MESSAGES, 200, "message_stop"),
    ("/v1/messages", {}, MESSAGES, 400, "anthropic-version: header is required"),
    ("/v1/messages", {"anthropic-version": "1"}, MESSAGES, 400, "not a valid version"),
    ("/v1/messages", NEW, {**MESSAGES, "temperature": 1}, 400, "`temperature` is not supported"),
    ("/v1/messages", OLD, {**MESSAGES, "model": "claude-opus-5-5", "temperature": 0.2}, 400,
     "`temperature` is deprecated for this model."),
    ("/v1/messages", OLD, {"model": "m", "stream": True, "messages": SAID}, 400,
     "max_tokens: Field required"),
    ("/v1/messages", OLD, {**MESSAGES, "stop": ["x"]}, 400, "stop: Extra inputs"),
    ("/v1/messages", OLD, {**MESSAGES, "messages": [*SAID, {"role": "assistant", "content": "x"}]},
     400, "prefill"),
    ("/v1/messages", OLD, {**MESSAGES, "messages": [{"role": "system", "content": "x"}]}, 400,
     "messages.0"),
    ("/as/openai/v1/chat/completions", {}, CHAT, 200, "[DONE]"),
    ("/as/openai/v1/chat/completions", {}, {**CHAT, "model": "gpt-6-sol", "max_tokens": 9}, 400,
     "Use 'max_completion_tokens' instead"),
    ("/as/openai/v1/chat/completions", {}, {**CHAT, "model": "o3", "temperature": 0}, 400,
     "'temperature'"),
    ("/as/openai/v1/chat/completions", {}, {**CHAT, "model": "o3", "stop": ["x"]}, 400, "'stop'"),
    ("/as/openai/v1/chat/completions", {}, {**CHAT, "top_k": 3}, 400, "Unrecognized"),
    ("/as/openai/v1/chat/completions", {}, {**CHAT, "top_logprobs": 3}, 400, "top_logprobs"),
    ("/as/ollama/v1/chat/completions", {}, {**CHAT, "max_completion_tokens": 3}, 400,
     "send max_tokens"),
    ("/as/openai/v1/responses", {}, RESPONSES, 200, "response.completed"),
    ("/as/openai/v1/responses", {}, {**RESPONSES, "stop": ["x"]}, 400,
     "Unknown parameter: 'stop'."),
    ("/as/openai/v1/responses", {}, {**RESPONSES, "max_tokens": 20}, 400, "'max_tokens'"),
    ("/as/openai/v1/responses", {}, {**RESPONSES, "input": [
        {"role": "assistant", "content": [{"type": "input_text", "text": "x"}]}]}, 400,
     "output_text"),
    (TO_GEMINI + "?alt=sse", {}, GEMINI, 200, "finishReason"),
    (TO_GEMINI, {}, GEMINI, 400, "alt=sse"),
    (TO_GEMINI + "?alt=sse&key=k1", {}, GEMINI, 400, "key in the URL"),
    (TO_GEMINI + "?alt=sse", {}, {**GEMINI, "max_tokens": 3}, 400, 'Unknown name \\"max_tokens\\"'),
    (TO_GEMINI + "?alt=sse", {}, {**GEMINI, "generationConfig": {"thinkingConfig": {
        "thinkingLevel": "LOW"}}}, 400, "Thinking level"),
    ("/api/chat", {}, OLLAMA, 200, '"done": true'),
    ("/api/chat", {}, {**OLLAMA, "options": {"max_tokens": 3}}, 400, "max_tokens"),
    ("/api/chat", {}, {**OLLAMA, "temperature": 1}, 400, "temperature"),
    ("/api/chat", {}, {**OLLAMA, "think": True}, 400, "does not support thinking"),
    ("/generate_stream", {}, TGI, 200, '"generated_text": "'),
    ("/generate_stream", {}, {**TGI, "parameters": {"temperature": 0}}, 200,
     "`temperature` must be strictly positive"),
    ("/generate_stream", {}, {**TGI, "parameters": {"stop": list("abcde")}}, 200,
     '"error_type": "validation"'),
    ("/generate_stream", {}, {"inputs": ""}, 200, "`inputs` cannot be empty"),
    ("/fault/no-such-fault/0/x/v1/messages", OLD, MESSAGES, 404, "no fault"),
)


def ask(port, path, headers, body, key=KEY):
    place = "x-goog-api-key" if "gemini" in path else "authorization"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", path, json.dumps(body), {
        "content-type": "application/json", place: key if "gemini" in path else "Bearer " + key,
        **headers})
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    return answer.status, said


@check
def refusals():
    with provider("--key", KEY) as (port, _):
        for path, headers, body, status, word in ASKED:
            got, said = ask(port, path, headers, body)
            expect(got, status, f"{path} {body}: {said}")
            assert word in said, (path, body, word, said)


@check
def keys():
    with provider("--key", KEY) as (port, _):
        for path, headers, body, _, _ in ASKED:
            got, said = ask(port, path, headers, body, "k2")
            expect(got, 401, f"{path} with a wrong key: {said}")


if __name__ == "__main__":
    main()
