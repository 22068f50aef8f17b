#!/usr/bin/env python3
"""Our client against somebody else's imitation of the providers, which has read other sources.

tests/wire/imitation.mjs starts it (a package of package.json here; skipped, and said, where Node
is too old for it or the packages are not installed); live/ask asks every dialect it speaks.
"""

import collections
import json
import os
import re
import subprocess
import sys
import tempfile

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TESTS)
KADANE = os.path.abspath(os.environ.get("KADANE", os.path.join(ROOT, "build", "kadane")))
ASK = os.environ.get("ASK", os.path.join(os.path.dirname(KADANE), "live", "ask"))
ANSWER = "Here you are: größer 😀\n\n```cpp\nint main() { return 0; }\n```\nEnjoy.\n"
KEY = "sk-imitation-0001"

# Who is asked, and what stands behind the base URL.
PROVIDERS = (("anthropic", ""), ("openai", "/v1"), ("openai-responses", "/v1"), ("gemini", ""),
             ("ollama", ""), ("openrouter", "/api/v1"), ("llamacpp", "/v1"))

Expect = collections.namedtuple("Expect", "outcome kind tries")
WHOLE = Expect("complete", "none", 1)
QUESTIONS = {
    "say it": WHOLE,
    "think first": WHOLE,
    "take your time": WHOLE,
    "stop early": Expect("truncated", "none", 1),
    "break off": Expect("broken", "world", 1),
    "no key": Expect("failed", "auth", 1),
    "no such model": Expect("failed", "input", 1),
    "too many": Expect("failed", "busy", 3),
    "no money": Expect("failed", "money", 1),
    "too busy": Expect("failed", "busy", 3),
    "talk nonsense": Expect("failed", "world", 1),
    "hang up": Expect("failed", "world", 3),
    "fall over": Expect("failed", "busy", 3),
    "slow down": Expect("failed", "busy", 3),
}
# Where the imitation is none, and what comes of it; None: there is nothing to learn.
APART = {
    # "incomplete" without the reason that the service gives: not whole, and no more is known.
    ("openai-responses", "stop early"): Expect("broken", "world", 1),
    # Half a line of JSON may be a line that was cut off.
    ("ollama", "talk nonsense"): Expect("failed", "world", 3),
    # It says "stop" all the same.
    ("ollama", "stop early"): None,
    # A code of OpenAI's, which these have no place for.
    ("anthropic", "no money"): None,
    ("gemini", "no money"): None,
    ("ollama", "no money"): None,
    ("openrouter", "no money"): None,
}


def environment(config):
    env = {k: v for k, v in os.environ.items()
           if not re.search(r"(_API_KEY|_BASE_URL|_TOKEN|_proxy|_PROXY)$|^OLLAMA_HOST$", k)}
    for name in ("ANTHROPIC", "OPENAI", "GEMINI", "OPENROUTER"):
        env[name + "_API_KEY"] = KEY
    env["XDG_CONFIG_HOME"] = config
    return env


def differs(provider, words, expect, got):
    if (got["outcome"], got["kind"]) != (expect.outcome, expect.kind):
        return f"should be {expect.outcome}, {expect.kind}"
    if got["tries"] != expect.tries:
        return f"should take {expect.tries} requests"
    text = got["text"]
    if expect.outcome in ("complete", "truncated") and text != ANSWER:
        return "that is not the text"
    if words == "break off" and not (text and ANSWER.startswith(text) and text != ANSWER):
        return "that is no part of the text"
    if expect.outcome == "complete" and min(got["input_tokens"], got["output_tokens"]) < 0:
        return "no tokens were told"
    if expect.outcome == "failed" and words.startswith(("no ", "too ")) and words != "no key" \
            and words not in got["error"]:
        return "the words are others"
    named = provider in got["error"] or words == "stop early"
    if got["error"] and not (got["error"].isprintable() and named):
        return "the error is not one line that names the provider"
    return ""


def ask(port, folder):
    todo = [(provider, tail, words, APART.get((provider, words), expect))
            for provider, tail in PROVIDERS for words, expect in QUESTIONS.items()]
    todo = [one for one in todo if one[3]]
    lines = "".join(f"{provider}\t--base\thttp://127.0.0.1:{port}{tail}\t--model\tm-1\t{words}\n"
                    for provider, tail, words, _ in todo)
    done = subprocess.run([ASK, "--batch", "40"], input=lines, capture_output=True, text=True,
                          timeout=120, check=False, env=environment(folder))
    results = {result["line"]: result for result in map(json.loads, done.stdout.splitlines())}
    failed = 0
    for number, (provider, _, words, expect) in enumerate(todo):
        got = results.get(number)
        wrong = differs(provider, words, expect, got) if got else "no answer came back"
        if wrong:
            failed += 1
            print(f"{provider}, {words}: {wrong}: {json.dumps(got)[:600]}")
    if KEY in done.stdout + done.stderr or done.returncode not in (0, 1):
        failed += 1
        print(f"ask ended with {done.returncode}: {done.stderr[-2000:]}")
    return len(todo) - failed, failed


def main():
    try:
        server = subprocess.Popen(["node", os.path.join(TESTS, "wire/imitation.mjs"), ANSWER],
                                  cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  text=True)
        line = server.stdout.readline().strip()
    except OSError as error:
        server, line = None, str(error)
    passed, failed, skipped = 0, 0, 0
    if line.isdigit():
        with tempfile.TemporaryDirectory() as folder:
            passed, failed = ask(int(line), folder)
    else:
        skipped = 1
        print(f"the imitation cannot run, so nothing was asked: {line}")
    if server:
        server.stdin.close()
        server.wait(20)
        server.stdout.close()
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
