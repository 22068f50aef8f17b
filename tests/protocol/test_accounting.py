"""What asking takes, and what it may take: tokens, cost, pace and perplexity in every place where they
are shown; budgets of a job and of a day, with several at once and with one that is killed.
"""

import contextlib
import http.server
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time

from checks import KADANE, PATIENCE, check, environment, expect, main
from editor import Editor, fenced

# A million tokens: $1 in, $0.10 of them from a cache, $4 out.
PRICE = {"input": 1, "cached": 0.1, "output": 4, "as_of": "2026-12"}
USAGE = {"prompt_tokens": 1000, "prompt_tokens_details": {"cached_tokens": 400},
         "completion_tokens": 500, "completion_tokens_details": {"reasoning_tokens": 100}}
COST = (600 * 1 + 400 * 0.1 + 500 * 4) / 1e6
NO_CODE = "That is all there is to say."
ONE_PY = "print(1)\n"
ONE_CPP = '#include <cstdio>\nint main() { std::puts("1"); }'
TWO_CPP = ONE_CPP.replace('"1"', '"2"')
QUICK = {"checks": {"facts": False, "sanitizers": False, "vary": False}, "builds": {"budget": 0},
         "cache": {"enabled": False}, "timing": {"budget": 0}, "sandbox": {"ask": False}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args):
        """Tests want a quiet server."""

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def event(self, data):
        self.chunk(b"data: " + json.dumps(data).encode() + b"\n\n")

    def refuse(self, name):
        body = json.dumps({"error": {"message": f"Unrecognized request argument supplied: {name}",
                                     "type": "invalid_request_error", "param": name}}).encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        says = self.server.says
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        wrong = [name for name in says.get("refuses", ()) if name in body]
        if wrong:
            self.refuse(wrong[0])
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in says.get("headers", {}).items():
            self.send_header(name, value)
        self.end_headers()
        text = says.get("text", NO_CODE)
        for piece in [text[i:i + 4] for i in range(0, len(text), 4)]:
            choice = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
            if body.get("logprobs"):
                choice["logprobs"] = {"content": [{"token": piece, "logprob": -0.25}]}
            self.event({"model": body["model"], "choices": [choice]})
            time.sleep(says.get("pause", 0))
        self.server.go_on.wait(60)
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        if says.get("usage"):
            self.event({"choices": [], "usage": says["usage"]})
        self.chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that leaves is no news."""


class User:
    """A user with a provider called `mine`, which says what it is told to."""

    def __init__(self, price=PRICE, config=None, **says):
        self.kept = contextlib.ExitStack()
        self.folder = pathlib.Path(self.kept.enter_context(tempfile.TemporaryDirectory()))
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.says, self.server.asked = {"usage": USAGE, **says}, []
        self.server.go_on = threading.Event()
        self.server.go_on.set()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.kept.callback(self.server.server_close)
        self.kept.callback(self.server.shutdown)
        self.kept.callback(self.server.go_on.set)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        models = {"providers": {"mine": {"dialect": "openai", "url": self.url}},
                  "models": {"mine": {"m-1": price}} if price else {}}
        self.env = {"XDG_CONFIG_HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder),
                    "XDG_CACHE_HOME": str(self.folder / "cache")}
        (self.folder / "kadane").mkdir()
        self.write("kadane/models.json", json.dumps(models))
        settings = {"provider": "mine", "model": "m-1", "rounds": 1, **QUICK, **(config or {})}
        self.write("kadane/config.json", json.dumps(settings))
        self.write("one.py", ONE_PY)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kept.close()

    @property
    def asked(self):
        return self.server.asked

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def read(self, name):
        return json.loads((self.folder / "kadane" / name).read_text())

    def start(self, *arguments, **env):
        return subprocess.Popen([KADANE, "run", "translate", "one.py", *arguments],
                                cwd=self.folder, env=environment(**{**self.env, **env}), text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments, status=1, **env):
        process = self.start(*arguments, **env)
        out, err = process.communicate(timeout=60 * PATIENCE)
        expect(process.returncode, status, "exit status of %r: %s%s" % (arguments, out, err))
        return json.loads(out) if "--json" in arguments else out + err

    def wait_asked(self, count):
        end = time.monotonic() + 30 * PATIENCE
        while len(self.asked) < count:
            assert time.monotonic() < end, "not asked"
            time.sleep(0.01)


def near(got, wanted, what):
    assert got is not None and abs(got - wanted) < 1e-9, "%s: got %r, wanted %r" % (what, got, wanted)


@check
def list_price():
    with User() as user:
        said = user.run("--json")
        cost = said["cost"]
        near(cost.pop("usd"), COST, "cost")
        near(cost.pop("at_least_usd"), COST, "at least")
        expect(cost, {"known": True, "basis": "list", "as_of": "2026-12"}, "cost")
        expect(said["tokens"], {"input": 1000, "cached": 400, "cache_written": None, "output": 500,
                                "reasoning": 100, "estimated": False}, "tokens")
        expect((said["rounds"], said["tries"]), (1, 1), "rounds and tries")
        spent = user.read("spent.json")
        expect((spent["nano_usd"], spent["tokens"], spent["unknown"], spent["held"]),
               (round(COST * 1e9), 1500, 0, []), "the day's sum")
        expect(spent["day"], time.strftime("%Y-%m-%d"), "the day")
        line = user.read("asked.jsonl")
        near(line["cost"], COST, "cost that was noted")
        expect((line["provider"], line["model"], line["input"], line["output"], line["verified"]),
               ("mine", "m-1", 1000, 500, False), "what was noted")
        kept = (user.folder / "kadane/asked.jsonl").read_text()
        assert "print" not in kept and "one.py" not in kept, kept
        text = user.run()
        assert "Cost              ≈ $0.0026 (list price of 2026-12)\n" in text, text
        assert "Tokens            1000 in (400 cached), 500 out (100 of reasoning)\n" in text, text
        expect(user.read("spent.json")["nano_usd"], 2 * round(COST * 1e9), "both")


@check
def told_by_the_provider():
    with User(usage={**USAGE, "cost": 0.0042}) as user:
        cost = user.run("--json")["cost"]
        near(cost["usd"], 0.0042, "cost")
        expect((cost["known"], cost["basis"], cost["as_of"]), (True, "told", None), "cost")
    with User(headers={"x-litellm-response-cost": "0.00125"}) as user:
        cost = user.run("--json", "--provider", "litellm", LITELLM_BASE_URL=user.url)["cost"]
        near(cost["usd"], 0.00125, "cost in a header")
        expect(cost["basis"], "told", "basis")


@check
def nothing_told():
    """Many say 0 who do not know: the user's own price goes before that; without one it holds."""
    with User(usage={**USAGE, "cost": 0}) as user:
        cost = user.run("--json")["cost"]
        near(cost["usd"], COST, "cost")
        expect(cost["basis"], "list", "basis")
        expect(user.read("spent.json")["nano_usd"], round(COST * 1e9), "the day's sum")
    with User(price=None, usage={**USAGE, "cost": 0}) as user:
        cost = user.run("--json")["cost"]
        expect((cost["usd"], cost["basis"]), (0, "told"), "cost")
    # with a key of one's own at the maker of the model: the fee, and what the maker charges
    own = {"cost": 0.0001, "is_byok": True, "cost_details": {"upstream_inference_cost": 0.002}}
    with User(price=None, usage={**USAGE, **own}) as user:
        near(user.run("--json")["cost"]["usd"], 0.0021, "cost")


@check
def without_a_limit():
    """A server that takes no limit is asked without one; but not when a budget rests on it."""
    says = {"refuses": ["max_tokens", "max_completion_tokens"],
            "usage": {**USAGE, "completion_tokens": 5000000}}
    with User(**says) as user:
        user.run("--json")
        expect([("max_tokens" in body, "max_completion_tokens" in body) for body in user.asked],
               [(True, False), (False, True), (False, False)], "what was sent")
    for budget in ({"job": 0.5}, {"day": 0.5}, {"tokensPerDay": 100000}):
        with User(config={"budget": budget}, **says) as user:
            said = user.run("--json", status=3)
            expect(said["error"]["kind"], "money", "error")
            wanted = f"mine at {user.url} does not take the limit on the length of its answer "
            assert said["error"]["text"].startswith(wanted), said["error"]
            assert "without it no budget can hold" in said["error"]["text"], said["error"]
            expect(len(user.asked), 2, "questions")
            spent = user.read("spent.json")
            expect((spent["nano_usd"], spent["tokens"], spent["held"]), (0, 0, []), "spent")
    # nobody charges for the next of the list
    with User(config={"budget": {"job": 0.5}, "fallback": ["vllm"]}, **says) as user:
        said = user.run("--json", VLLM_BASE_URL=user.url)
        expect((said["provider"], said["cost"]["basis"]), ("vllm", "local"), "who answered")


@check
def unknown_is_not_nothing():
    with User(price=None) as user:
        said = user.run("--json")
        expect(said["cost"], {"usd": None, "known": False, "at_least_usd": None,
                              "basis": "unknown", "as_of": None}, "cost")
        expect(user.read("spent.json")["unknown"], 1, "unknown")
        expect(said["findings"][-1]["kind"] == "note", False, "a note without a budget")
    # a gateway that does not know says 0
    with User(headers={"x-litellm-response-cost": "0.0"}) as user:
        cost = user.run("--json", "--provider", "litellm", LITELLM_BASE_URL=user.url)["cost"]
        expect((cost["usd"], cost["basis"]), (None, "unknown"), "cost")
    with User() as user:
        said = user.run("--json", "--provider", "vllm", VLLM_BASE_URL=user.url)
        expect((said["cost"]["usd"], said["cost"]["basis"]), (None, "local"), "cost")
        assert not (user.folder / "kadane/spent.json").exists()


@check
def nobody_counted():
    with User(usage=None) as user:
        said = user.run("--json")
        expect(said["tokens"]["estimated"], True, "estimated")
        expect(said["tokens"]["output"], len(NO_CODE) // 4, "output")
        assert said["tokens"]["input"] > 50 and said["cost"]["known"], said["cost"]


@check
def pace():
    with User(text="word" * 60, pause=0.004, usage={**USAGE, "completion_tokens": 160}) as user:
        rate = user.run("--json")["tokens_per_second"]
        # 59 of the 60 that are shown, in 59 pauses of 4 ms and what a busy machine adds
        assert rate is not None and 5 < rate < 400, rate
    with User(text="word" * 60) as user:
        expect(user.run("--json")["tokens_per_second"], None, "pace of one burst")


@check
def perplexity():
    with User() as user:
        said = user.run("--json")
        expect((said["cross_entropy"], said["perplexity"]), (None, None), "not asked for")
        assert "logprobs" not in user.asked[0], user.asked[0]
    with User(config={"logprobs": True}) as user:
        said = user.run("--json")
        assert user.asked[0]["logprobs"] is True
        near(said["cross_entropy"], 0.25, "cross-entropy")
        near(said["perplexity"], 2.718281828459045 ** 0.25, "perplexity")


@check
def one_cent():
    """The first question costs half of it; the second is not asked any more."""
    usage = {"prompt_tokens": 1000, "completion_tokens": 1000}
    config = {"budget": {"job": 0.01}, "maxTokens": 1500, "rounds": 3}
    with User(config=config, usage=usage, text=fenced(TWO_CPP)) as user:
        said = user.run("--json")
        expect((said["rounds"], len(user.asked)), (1, 1), "questions")
        told = [f["text"] for f in said["findings"] if f["kind"] == "no-model"]
        assert len(told) == 1 and told[0].startswith(
            "budget.job would be passed: $0.005 of $0.01 spent, and the next question may cost up "
            "to $0.0"), told
        assert told[0].endswith("; raise it in your config.json, or lower maxTokens"), told
        # what the first one brought is delivered as what it is
        expect((said["output"], "error" in said), ("different", False), "verdict")
        expect(os.path.basename(said["artefact"]), "one.unverified.cpp", "artefact")
        # one question would be too much already
        user.write("one.py", "# " + "x" * 12000 + "\n" + ONE_PY)
        said = user.run("--json", status=3)
        expect(said["error"]["kind"], "money", "error")
        expect((said["rounds"], said["cost"], len(user.asked)), (0, None, 1), "not asked")
    with User(config={"budget": {"day": 0}}) as user:
        assert "budget.day would be passed: $0 of $0 spent today" in user.run(status=3)
    # nobody charges for the next of the list
    with User(config={"budget": {"day": 0}, "fallback": ["vllm"]}) as user:
        said = user.run("--json", VLLM_BASE_URL=user.url)
        expect((said["provider"], said["cost"]["basis"], len(user.asked)), ("vllm", "local", 1),
               "who was asked")


@check
def a_day():
    usage = {"prompt_tokens": 1000, "completion_tokens": 1000}
    config = {"budget": {"day": 0.014}, "maxTokens": 1500}
    with User(config=config, usage=usage) as user:
        user.run()
        user.run()
        text = user.run(status=3)
        assert "budget.day would be passed: $0.01 of $0.014 spent today" in text, text
        expect(len(user.asked), 2, "questions")
        # the day before is over
        spent = user.read("spent.json")
        user.write("kadane/spent.json", json.dumps({**spent, "day": "2020-02-29"}))
        user.run()
        expect(user.read("spent.json")["nano_usd"], 5000000, "a new day")
        user.write("kadane/spent.json", '{"day": "20')
        text = user.run(status=3)
        assert "a budget for the day is set and cannot be kept" in text and "damaged" in text, text
        expect((user.folder / "kadane/spent.json").read_text(), '{"day": "20', "left as it is")
    with User(config={"budget": {"tokensPerDay": 3000}, "maxTokens": 1500}, price=None) as user:
        user.run()
        text = user.run(status=3)
        assert "budget.tokensPerDay would be passed: 1500 of 3000 tokens used today" in text, text


@check
def no_price():
    with User(config={"budget": {"day": 1}}, price=None) as user:
        notes = [f["text"] for f in user.run("--json")["findings"] if f["kind"] == "note"]
        assert len(notes) == 1 and "the price of mine m-1 is not known" in notes[0], notes
    with User(config={"budget": {"day": 1, "strict": True}}, price=None) as user:
        assert "budget.strict forbids" in user.run(status=3)
        expect(len(user.asked), 0, "questions")


@check
def at_once_and_killed():
    """What one that is under way may cost is not left for another; nor what a killed one may have."""
    config = {"budget": {"day": 0.01}, "maxTokens": 1500}
    with User(config=config) as user:
        user.server.go_on.clear()
        first = user.start("--json")
        user.wait_asked(1)
        second = user.run(status=3)
        assert "budget.day would be passed: $0.006" in second, second
        first.send_signal(signal.SIGKILL)
        first.communicate()
        user.server.go_on.set()
        assert "budget.day would be passed: $0.006" in user.run(status=3)
        expect((len(user.asked), len(user.read("spent.json")["held"])), (1, 1), "one was asked")


@check
def in_the_editor():
    config = {"provider": "mine", "model": "m-1", **QUICK}
    with User(config=config, text=fenced(ONE_CPP, "That is all.")) as user:
        editor = Editor(env=user.env, options={**config, "budget": {"job": 0.5}})
        editor.open("one.py", ONE_PY)
        job = editor.translate("one.py")
        end = editor.wait_end(job)["message"]
        expect(end, "output identical · 1,500 tokens, ≈ $0.0026", "the end of the progress")
        for report in (editor.at("hover", "one.py")["contents"]["value"],
                       editor.execute("kadane.showReport", {"jobId": job})["result"]["report"]):
            assert "| Cost | ≈ $0.0026 (list price of 2026-12) |" in report, report
            assert "| Tokens | 1000 in (400 cached), 500 out (100 of reasoning) |" in report, report
        expect(user.read("asked.jsonl")["verified"], True, "verified")
        editor.leave()


@check
def an_editor_may_only_lower():
    config = {"provider": "mine", "model": "m-1", "budget": {"job": 0}}
    with User(config={**QUICK, **config}) as user:
        options = {"provider": "mine", "model": "m-1", "budget": {"job": 100}}
        editor = Editor(env=user.env, options=options)
        editor.open("one.py", ONE_PY)
        end = editor.wait_end(editor.translate("one.py"))["message"]
        assert end.startswith("budget.job would be passed: $0 of $0 spent"), end
        expect(len(user.asked), 0, "questions")
        assert any("setting budget.job: more than what holds" in str(m) for m in editor.log)
        editor.leave()


if __name__ == "__main__":
    os.umask(0o077)
    main()
