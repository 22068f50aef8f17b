"""What the test server says when nobody asks a question: who it is, which models it has."""

import json

from ollama import PULL

NAMES = ["model-a", "model-b", "model-c"]


def anthropic(query):
    """Two to a page, so that somebody must ask for the next."""
    after = query.get("after_id", [""])[0]
    start = NAMES.index(after) + 1 if after in NAMES else 0
    page = NAMES[start:start + 2]
    data = [{"type": "model", "id": name, "display_name": name.title(),
             "created_at": "2026-01-01T00:00:00Z", "max_input_tokens": 200000,
             "max_tokens": 64000} for name in page]
    return {"data": data, "has_more": start + 2 < len(NAMES), "first_id": page[0],
            "last_id": page[-1]}


def gemini(query):
    start = int(query.get("pageToken", ["0"])[0])
    data = [{"name": "models/" + name, "inputTokenLimit": 1048576, "outputTokenLimit": 65536,
             "supportedGenerationMethods": ["generateContent", "countTokens"]}
            for name in NAMES[start:start + 2]]
    if start:
        data.append({"name": "models/embedding-1", "supportedGenerationMethods": ["embedContent"]})
    more = {"nextPageToken": str(start + 2)} if start + 2 < len(NAMES) else {}
    return {"models": data, **more}


def openai(service):
    data = []
    for name in NAMES:
        one = {"id": name, "object": "model", "created": 1, "owned_by": service or "somebody"}
        if service == "vllm":
            one["max_model_len"] = 32768
        if service == "llamacpp":
            one["meta"] = {"n_ctx": 16384, "n_ctx_train": 131072}
        if service == "openrouter":
            one.update(context_length=200000, pricing={"prompt": "0.000003",
                                                       "completion": "0.000015"},
                       supported_parameters=["max_tokens", "temperature"])
        data.append(one)
    return {"object": "list", "data": data}


def tags():
    details = {"family": "qwen2", "parameter_size": "7.6B", "quantization_level": "Q4_K_M"}
    return {"models": [{"name": name + ":latest", "model": name + ":latest", "size": 4000000000,
                        "modified_at": "2026-11-01T00:00:00Z", "digest": "abc",
                        "details": details} for name in NAMES]}


def refused(service, is_anthropic):
    """What a wrong key brings: (status, body)."""
    message = "Invalid API Key"
    if is_anthropic:
        return 401, {"type": "error", "error": {"type": "authentication_error",
                                                "message": message}}
    if service == "gemini":
        return 400, {"error": {"code": 400, "message": "API key not valid.",
                               "status": "INVALID_ARGUMENT", "details": [
                                   {"reason": "API_KEY_INVALID", "domain": "googleapis.com"}]}}
    if service == "ollama":
        return 401, {"error": "unauthorized"}
    return 401, {"error": {"message": message, "type": "authentication_error",
                           "code": 401 if service == "llamacpp" else "invalid_api_key"}}


def get(handler, service, path, query):
    """Answer a GET; None when there is no such route."""
    is_anthropic = "anthropic-version" in handler.headers
    answers = {
        "/v1/models": lambda: anthropic(query) if is_anthropic else openai(service),
        "/models": lambda: openai(service),
        "/v1beta/models": lambda: gemini(query),
        "/api/tags": tags,
        "/api/version": lambda: {"version": "0.13.5"},
        "/info": lambda: {"model_id": "org/model-a", "max_input_tokens": 8191,
                          "max_total_tokens": 8192, "max_stop_sequences": 4},
        "/health": lambda: {"status": "ok"},
        "/props": lambda: {"default_generation_settings": {"n_ctx": 16384},
                           "model_path": "/models/model-a.gguf"},
    }
    if path == "/" and service == "ollama":
        handler.body(200, "text/plain", b"Ollama is running")
        return True
    if path not in answers:
        return None
    if handler.key_is_wrong("anthropic" if is_anthropic else service, handler.headers):
        handler.json(*refused(service, is_anthropic))
    else:
        handler.json(200, answers[path]())
    return True


def post(handler, path, body):
    """Answer a POST that is no question; False when it is one."""
    if path == "/api/show":
        handler.json(200, {"template": "{{ .Prompt }}", "parameters": 'stop "<|im_end|>"',
                           "model_info": {"qwen2.context_length": 32768},
                           "capabilities": ["completion"]})
        return True
    if path != "/api/pull":
        return False
    handler.head(200, "application/x-ndjson")
    lines = PULL
    if "missing" in str(body.get("model")):
        lines = PULL[:1] + [{"error": "pull model manifest: file does not exist"}]
    for line in lines:
        handler.chunk(json.dumps(line).encode() + b"\n")
    handler.end()
    return True
