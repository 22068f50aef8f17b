#!/usr/bin/env python3
"""Every provider through every fault: the right text or the right line, and nothing in between.

The faults, and what must come of each, are the table of tests/wire/faults.py; tests/wire/server.py
plays them. One live/ask (from the build folder, beside the kadane that KADANE names) asks all the
questions, many at a time. A dialect without a row here fails the test, as does a fault without an
expectation. With words as arguments only the pairs whose "provider/fault" has one of them are run.
"""

import collections
import json
import os
import re
import signal
import subprocess
import sys
import tempfile

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TESTS)
sys.path.insert(0, os.path.join(TESTS, "wire"))

from faults import FAULTS, Absent, Cut, Empty, Failed, Fault, Part, Refusal, Whole, expectation
from plays import stream
from server import DIALECTS

KADANE = os.path.abspath(os.environ.get("KADANE", os.path.join(ROOT, "build", "kadane")))
ASK = os.environ.get("ASK", os.path.join(os.path.dirname(KADANE), "live", "ask"))
ANSWER = "Here you are: größer 😀\n\n```cpp\nint main() { return 0; }\n```\nEnjoy.\n"
TOKENS = (len(ANSWER) + 3) // 4
KEY = "sk-wire-secret-0001"
WIDTH = 128      # questions at a time
PATIENCE = 90  # seconds for all of them
LINE_MAX = 600  # bytes of an error

# How a provider is asked: its dialect, whose server is imitated, what stands behind the base URL.
Row = collections.namedtuple("Row", "provider dialect service tail model logprobs",
                             defaults=(True,))
ROWS = (
    Row("anthropic", "anthropic", "anthropic", "", "claude-haiku-4-5", False),
    Row("anthropic-2026", "anthropic", "anthropic", "", "claude-sonnet-5-5", False),
    Row("openai", "openai", "openai", "/v1", "gpt-4o"),
    Row("openai-responses", "responses", "openai", "/v1", "gpt-4o"),
    Row("gemini", "gemini", "gemini", "", "gemini-2.5-flash"),
    Row("deepseek", "openai", "deepseek", "", "deepseek-flash"),
    Row("openrouter", "openai", "openrouter", "/v1", "org/m"),
    Row("huggingface", "openai", "tgi", "/v1", "org/m"),
    Row("tgi", "tgi", "tgi", "", "org/qwen2.5-coder"),
    Row("ollama", "ollama", "ollama", "", "qwen2.5-coder"),
    Row("llamacpp", "openai", "llamacpp", "/v1", "m"),
    Row("vllm", "openai", "vllm", "/v1", "m"),
    Row("litellm", "openai", "litellm", "/v1", "m"),
    Row("ollama-chat", "openai", "ollama", "/v1", "qwen2.5-coder"),
)
# Those that only a user's own file names.
OWN = {"anthropic-2026": {"dialect": "anthropic", "url": "https://api.anthropic.com",
                          "key": "ANTHROPIC_API_KEY", "version": "2026-10-21"},
       "ollama-chat": {"dialect": "openai", "url": "http://127.0.0.1:11434/v1",
                       "key": "OLLAMA_API_KEY"}}
# Dialects that are not asked over a network.
OTHERWISE = {"replay", "command", "editor"}
KEYS = ("ANTHROPIC", "OPENAI", "GEMINI", "DEEPSEEK", "OPENROUTER", "LLAMACPP", "VLLM", "LITELLM",
        "OLLAMA")
# What it must take at least, with an allowance for a clock that many share, and what no question
# may: milliseconds.
LEAST = {"429": 800, "429-float": 150, "429-info": 150, "500": 200, "silence": 400,
         "silence-inside": 1200, "comments": 1200, "comments-total": 2400}
MOST = 20000

MARKERS = {dialect.name: dialect.marker for dialect in DIALECTS}

Pair = collections.namedtuple("Pair", "row name fault times expect")


def pairs(words):
    """All there is to try, and what is not as it should be with the tables."""
    out, wrong = [], []
    faults = {"plain": Fault(stream(), Whole()), **FAULTS}
    for row in ROWS:
        names = (row.provider, row.service + "/" + row.dialect, row.dialect,
                 "lines" if row.dialect == "ollama" else "events")
        for name, fault in faults.items():
            for times in (0, 1) if fault.again else (0,):
                expect = expectation(fault, times > 0, names)
                label = f"{row.provider}/{name}"
                if words and not any(word in label for word in words):
                    continue
                if not isinstance(expect, (Whole, Cut, Empty, Part, Refusal, Failed, Absent)):
                    wrong.append(f"{label}: nothing is expected of it")
                elif not isinstance(expect, Absent):
                    out.append(Pair(row, name, fault, times, expect))
    known = {"lines", "events"}.union(*((row.provider, row.service + "/" + row.dialect, row.dialect)
                                        for row in ROWS))
    for name, fault in faults.items():
        for other in sorted(set(fault.apart or {}) - known):
            wrong.append(f"{name}: nobody is called {other}")
    with open(os.path.join(ROOT, "lsp/model/registry.c"), encoding="utf-8") as file:
        dialects = set(re.findall(r"&dialect_(\w+)", file.read())) - OTHERWISE
    for dialect in sorted(dialects ^ {row.dialect for row in ROWS}):
        wrong.append(f"{dialect}: in registry.c and here must be the same dialects")
    return out, wrong


def command(pair, number, port):
    """The line for live/ask."""
    row = pair.row
    base = f"http://127.0.0.1:{port}/as/{row.service}"
    if pair.name in FAULTS:
        base += f"/fault/{pair.name}/{pair.times}/{number}"
    options, turns = pair.fault.ask, ()
    if "|" in options:
        at = options.index("|")
        options, turns = options[:at], options[at + 1:]
    words = [row.provider, "--base", base + row.tail, "--model", row.model, *options, "hello"]
    return "\t".join([*words, *turns])


def environment(config):
    env = {k: v for k, v in os.environ.items()
           if not re.search(r"(_API_KEY|_BASE_URL|_TOKEN|_proxy|_PROXY)$|^OLLAMA_HOST$", k)}
    env.update({name + "_API_KEY": KEY for name in KEYS}, HF_TOKEN=KEY, XDG_CONFIG_HOME=config)
    return env


def ask(lines, folder, env):
    """What live/ask says of these lines, also when it does not end: (stdout, stderr, status)."""
    paths = [os.path.join(folder, name) for name in ("lines", "stdout", "stderr")]
    with open(paths[0], "w", encoding="utf-8") as file:
        file.write(lines)
    with open(paths[0], "rb") as given, open(paths[1], "wb") as out, open(paths[2], "wb") as err:
        try:
            status = subprocess.run([ASK, "--batch", str(WIDTH)], stdin=given, stdout=out,
                                    stderr=err, timeout=PATIENCE, check=False, env=env).returncode
        except subprocess.TimeoutExpired:
            status = f"nothing within {PATIENCE} s"
    said = []
    for path in paths[1:]:
        with open(path, encoding="utf-8", errors="replace") as file:
            said.append(file.read())
    return said[0], said[1], status


def run(todo, folder):
    """What came of each, what was sent for it (both by number), all that was said, the status."""
    os.makedirs(os.path.join(folder, "config/kadane"))
    with open(os.path.join(folder, "config/kadane/models.json"), "w", encoding="utf-8") as file:
        json.dump({"providers": OWN}, file)
    requests = os.path.join(folder, "requests")
    server = subprocess.Popen(
        [sys.executable, "-B", os.path.join(TESTS, "wire", "server.py"), "--answer", ANSWER,
         "--key", KEY, "--requests", requests], stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline())
        server.stdout.readline()
        lines = "".join(command(pair, i, port) + "\n" for i, pair in enumerate(todo))
        out, err, status = ask(lines, folder, environment(os.path.join(folder, "config")))
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
        server.stdout.close()
    results = {}
    for line in out.splitlines():
        result = json.loads(line)
        results[result["line"]] = result
    return results, read(requests), out + err, status


def read(requests):
    """The bodies that the server got, by number; and what went elsewhere, as "other"."""
    found = collections.defaultdict(list)
    for name in sorted(os.listdir(requests)):
        with open(os.path.join(requests, name), encoding="utf-8") as file:
            request = json.load(file)
        match = re.search(r"/fault/[^/]+/\d+/(\d+)/", request["path"])
        if name.startswith("other-"):
            found["other"].append(request)
        elif match:
            found[int(match[1])].append(request["body"])
    return found


def strings(node):
    """All strings in it, in order."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        node = node.values()
    return [text for one in node for text in strings(one)] if hasattr(node, "__iter__") else []


def unsent(pair, bodies):
    """What of the question is missing in the last request."""
    texts = [word for word in pair.fault.ask if " " in word]
    said = "\n".join(strings(bodies[-1])) if bodies else ""
    return "".join(text for text in [*texts, "hello"] if text not in said)


def is_line(pair, got):
    """Is the error one line that somebody can use?"""
    error = got["error"]
    if not error or len(error.encode()) > LINE_MAX or not error.isprintable():
        return False
    if isinstance(pair.expect, Refusal) or pair.name.startswith(("unknown-end", "cancel")):
        return True
    return (error.startswith(pair.row.provider + " at http") and "<" not in error and
            "{" not in error)


def usage(pair, got):
    """Are the counts of tokens what the server told?"""
    if pair.name in ("bad-utf8", "truncated-unsaid", "truncated-empty", "empty-answer",
                     "400-options", "think-aloud"):
        return True
    told = (TOKENS, got["output_tokens"]) if got["output_tokens"] >= 0 else (0, 0)
    must = pair.row.dialect != "tgi" or got["output_tokens"] >= 0
    return told[0] == told[1] and must and got["input_tokens"] > 0


def differs(pair, got):
    """What is not as expected, or nothing."""
    expect, outcome, text = pair.expect, got["outcome"], got["text"]
    if not LEAST.get(pair.name, 0) <= got["took_ms"] < MOST:
        return "that was too soon or too late"
    wanted = ANSWER
    if pair.name == "bad-utf8" and pair.row.dialect != "tgi":  # whose last event has all of it
        wanted = "a\ufffd\ufffd(b\ufffd\ufffd"
    kind = type(expect)
    outcomes = {Whole: "complete", Empty: "complete", Cut: "truncated", Refusal: "refused",
                Failed: "failed", Part: "broken"}
    if outcome != outcomes[kind]:
        return f"the outcome should be {outcomes[kind]}"
    if kind in (Whole, Empty, Cut):
        if text != (wanted if kind is Whole or (kind is Cut and expect.text) else ""):
            return "that is not the text"
        if got["kind"] != "none" or got["error"]:
            return "that is no error"
        return "" if usage(pair, got) else "the tokens are not what was told"
    if not is_line(pair, got):
        return "the error is not one line that names the provider"
    if expect[1 if kind is Failed else 0] not in got["error"]:
        return "the words are others"
    if kind is Part and expect.word == "broke off" and MARKERS[pair.row.dialect] not in got["error"]:
        return "the error does not say which end was missing"
    if got["too_long"] != pair.name.startswith(("413", "400-context")):
        return "that it is too long was not seen, or seen where it is not so"
    if kind is Part and pair.name != "huge-answer" and (
            not wanted.startswith(text) or bool(text) != expect.text):
        return "the text is not a part of it"
    if got["kind"] != (expect.kind if kind is Failed else "world"):
        return "the error is of another kind"
    return ""


def main():
    todo, wrong = pairs(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        results, bodies, said, status = run(todo, folder)
    failed, mute = 0, set()
    for number, pair in enumerate(todo):
        got = results.get(number)
        label = f"{pair.row.provider}/{pair.name}" + ("/once" if pair.times else "")
        if got is None:
            failed += 1
            mute.add(label if len(results) > len(todo) - WIDTH else pair.row.provider)
            continue
        complaint = differs(pair, got)
        tries = getattr(pair.expect, "tries", 1)
        if not complaint and got["tries"] != tries:
            complaint = f"{got['tries']} requests instead of {tries}"
        if not complaint and pair.name in FAULTS and len(bodies[number]) != tries:
            complaint = f"the server got {len(bodies[number])} requests instead of {tries}"
        if not complaint and pair.name in FAULTS and unsent(pair, bodies[number]):
            complaint = f"the server was not told {unsent(pair, bodies[number])}"
        if not complaint and pair.name == "logprobs" and pair.row.logprobs:
            if got["logprob_tokens"] <= 0:
                complaint = "no log-probabilities"
        if complaint:
            failed += 1
            print(f"{label}: {complaint}: expected {pair.expect}, got {json.dumps(got)[:700]}")
    wrong += [f"{name}: no answer came back" for name in sorted(mute)]
    if bodies["other"]:
        wrong.append("a request followed a redirect")
    for secret in (KEY, "secret=1"):
        if secret in said:
            wrong.append(f"{secret} was said")
    if status not in (0, 1):
        wrong.append(f"ask ended with {status}: {said[-3000:]}")
    for line in wrong:
        print(line)
    failed += len(wrong)
    print(f"{max(0, len(todo) - failed)} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
