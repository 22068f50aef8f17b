#!/usr/bin/env python3
"""Each service, imitated by tests/wire/server.py, through the whole program: `kadane models` shows
every page of its list, with contexts and prices where they are told, and what a wrong key brings;
`kadane run` has it translate.
"""

import json

from asked import User, provider, sent
from checks import check, expect, main

KEY = "sk-lists-0001"
# Whose server, the variable that names it, what stands behind the URL, the key's variable.
SERVICES = {
    "anthropic": ("ANTHROPIC_BASE_URL", "", "ANTHROPIC_API_KEY"),
    "openai": ("OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY"),
    "gemini": ("GOOGLE_GEMINI_BASE_URL", "", "GEMINI_API_KEY"),
    "deepseek": ("DEEPSEEK_BASE_URL", "", "DEEPSEEK_API_KEY"),
    "openrouter": ("OPENROUTER_BASE_URL", "/v1", "OPENROUTER_API_KEY"),
    "huggingface": ("HF_BASE_URL", "/v1", "HF_TOKEN"),
    "vllm": ("VLLM_BASE_URL", "/v1", "VLLM_API_KEY"),
    "llamacpp": ("LLAMACPP_BASE_URL", "/v1", "LLAMACPP_API_KEY"),
    "litellm": ("LITELLM_BASE_URL", "/v1", "LITELLM_API_KEY"),
    "ollama": ("OLLAMA_HOST", "", "OLLAMA_API_KEY"),
    "tgi": ("TGI_BASE_URL", "", "HF_TOKEN"),
}
NAMES = ["model-a", "model-b", "model-c"]
CODE = "```cpp\n#include <cstdio>\nint main() { std::puts(\"hello\"); }\n```\n"
CONTEXTS = {"anthropic": 200000, "gemini": 1048576, "openrouter": 200000, "vllm": 32768,
            "llamacpp": 16384}


def listed(port, key):
    """Providers by name, as `kadane models --json` has them; and all that it said."""
    user, env = User(), {}
    try:
        user.configure()
        for name, (url, tail, variable) in SERVICES.items():
            env[url] = f"http://127.0.0.1:{port}/as/{name}{tail}"
            env[variable] = key
        done = user.run("models", "--json", **env)
    finally:
        user.remove()
    return {p["name"]: p for p in json.loads(done.stdout)["providers"]}, done.stdout + done.stderr


@check
def lists():
    with provider("--key", KEY) as (port, _):
        found, said = listed(port, KEY)
    assert KEY not in said
    for name in SERVICES:
        models = found[name]["models"]
        expect(found[name].get("error"), None, name)
        tail = ":latest" if name == "ollama" else ""
        expect([m["id"] for m in models], [n + tail for n in NAMES], name)
        for model in models:
            expect(model["context"], CONTEXTS.get(name), name + "'s context")
    price = found["openrouter"]["models"][0]["price"]
    expect((price["input"], price["output"]), (3, 15), "OpenRouter's price")


@check
def a_wrong_key():
    with provider("--key", "another") as (port, _):
        found, said = listed(port, KEY)
    assert KEY not in said
    for name, (_, _, variable) in SERVICES.items():
        error = found[name].get("error", "")
        assert error.startswith(name + " at http") and variable in error, (name, error)
        assert error.isprintable(), error
        expect(found[name]["models"], [], name)


@check
def translations():
    """One for each dialect that has no story in tests/case."""
    with provider("--key", KEY, "--answer", CODE) as (port, requests):
        for name, more in (("gemini", ()), ("ollama", ()), ("tgi", ("--model", "qwen2.5-coder")),
                           ("deepseek", ())):
            user, (url, tail, variable) = User(), SERVICES[name]
            try:
                user.configure()
                path = user.write("work/hello.py", 'print("hello")\n')
                done = user.run("run", "translate", path, "--json", "--quick", "--rounds", "1",
                                "--time-budget", "0", "--provider", name, *more, **{
                                    url: f"http://127.0.0.1:{port}/as/{name}{tail}",
                                    variable: KEY})
            finally:
                user.remove()
            assert KEY not in done.stdout + done.stderr
            verdict = json.loads(done.stdout)
            assert verdict["compiles"], (name, done.stderr)
            expect(verdict["output"], "identical", name)
        asked = [request["path"] for request in sent(requests) if "hello" in str(request["body"])]
        expect(len(asked), 4, f"questions, to {asked}")


if __name__ == "__main__":
    main()
