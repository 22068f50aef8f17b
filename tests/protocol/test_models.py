"""Which models there are and which is asked: lists of providers, servers that are found on this
machine, models that are downloaded, and the choice by settings and by command line.
"""

import json
import time

from checks import PATIENCE, check, main
from editor import SUM_CPP, fenced
from home import USUAL, Home, usual_ports
from ollama import Ollama

ANSWER = [fenced(SUM_CPP)]
NO_CODE = ["That ", "is all."]


# --- lists ---


@check
def a_table():
    gateway = Ollama([
        {"id": "big/one", "context_length": 200000,
         "pricing": {"prompt": "0.000003", "completion": "0.000015"}},
        {"id": "gpt-6.1-sol"}, {"id": "dated"}])
    models = usual_ports()
    models["models"] = {"openai": {"dated": {"context": 8192, "input": 1, "output": 2,
                                             "as_of": "2026-02"}}}
    line = {"day": "2026-11-25", "provider": "openai", "model": "dated"}
    home = Home(models=models, OPENAI_BASE_URL=f"http://127.0.0.1:{gateway.port}/v1", asked=[
        {**line, "first_token_s": 0.5, "tokens_per_s": 40, "verified": True},
        {**line, "first_token_s": 9, "tokens_per_s": 80, "verified": False},
        {**line, "first_token_s": 0.7, "tokens_per_s": 60}, {"provider": "no day"}])
    text = home.models().stdout
    lines = [" ".join(line.split()) for line in text.splitlines()]
    # not OpenAI's own address: neither its model nor its price
    assert "* gpt-6.1-sol unknown unknown -" in lines, text
    assert "big/one 200K $3 / $15 -" in lines, text
    assert "dated 8K $1 / $2 (2026-02) 0.7 s, 60/s, 1 of 2 proved" in lines, text
    assert max(map(len, text.splitlines())) <= 100, text
    assert " 0 " not in text and "$0" not in text


@check
def as_json():
    here = Ollama(["qwen2.5-coder:7b", "nomic-embed-text"])
    home = Home(OLLAMA_HOST=here.host)
    ollama = home.listed()["ollama"]
    assert [m["id"] for m in ollama["models"]] == ["qwen2.5-coder:7b"], ollama
    model = ollama["models"][0]
    assert ollama["default"] and model["default"] and not ollama["found"], ollama
    assert model["price"] == {"basis": "local", "input": None, "output": None, "as_of": None}, model
    assert model["context"] is None and model["measured"]["questions"] == 0


@check
def page_by_page():
    names = [f"claude-{i}" for i in range(7)] + ["claude-sonnet-5-5"]
    claude = Ollama(names, page=3)
    home = Home(ANTHROPIC_BASE_URL=f"http://127.0.0.1:{claude.port}",
                ANTHROPIC_API_KEY="sk-ant-of-this-test")
    listed = home.listed()["anthropic"]
    assert [m["id"] for m in listed["models"]] == names and listed["complete"], listed
    assert len(claude.asked) == 3, claude.paths()
    for _, _, headers in claude.asked:
        assert headers["x-api-key"] == "sk-ant-of-this-test" and headers["anthropic-version"]
    assert [m["id"] for m in listed["models"] if m["default"]] == ["claude-sonnet-5-5"]


@check
def a_key_by_command():
    here = Ollama(["m"])
    models = usual_ports()
    models["providers"]["mine"] = {"dialect": "openai", "url": f"http://127.0.0.1:{here.port}/v1",
                                   "key": "cmd:echo sk-of-a-command"}
    home = Home(models=models)
    assert [m["id"] for m in home.listed()["mine"]["models"]] == ["m"]
    assert here.asked[0][2]["authorization"] == "Bearer sk-of-a-command", here.asked
    models["providers"]["mine"]["key"] = "cmd:exit 3"
    home.write("kadane/models.json", json.dumps(models))
    assert "error" in home.listed(status=3)["mine"] and len(here.asked) == 1


@check
def pages_without_end():
    claude = Ollama([f"claude-{i}" for i in range(50)], page=1)
    home = Home(ANTHROPIC_BASE_URL=f"http://127.0.0.1:{claude.port}")
    listed = home.listed()["anthropic"]
    assert len(claude.asked) == 10 and len(listed["models"]) == 10, claude.paths()
    assert not listed["complete"]


@check
def one_that_fails_is_a_line():
    """The others are listed all the same; no page of a proxy is shown as a list, and no key."""
    key = "sk-ant-0123456789"
    page = b"<html><title>502 Bad Gateway</title></html>"
    good = Ollama(["llama3:8b"])
    for refuse, words in (((401, f"bad {key}"), "refused the key (401): check ANTHROPIC_API_KEY"),
                          ((200, page), "no list of models"), ((200, b"{}"), "no list of models"),
                          ((500, page), "failed (500)"), ((404, b"nothing"), "(404)"),
                          ((200, b"[" * 3000), "no list of models")):
        status, body = refuse
        bad = Ollama(refuse=(body if isinstance(body, bytes) else {"error": {"message": body}},
                             status))
        home = Home(OLLAMA_HOST=good.host, ANTHROPIC_API_KEY=key,
                    ANTHROPIC_BASE_URL=f"http://127.0.0.1:{bad.port}")
        done = home.models()
        assert words in done.stdout and "llama3:8b" in done.stdout, done.stdout
        assert key not in done.stdout + done.stderr and "<html" not in done.stdout, done.stdout
        assert words in home.listed()["anthropic"]["error"]
    home = Home(ANTHROPIC_BASE_URL="http://127.0.0.1:1")
    assert "nothing answers there" in home.models(status=3).stdout


@check
def hostile_lists():
    here = Ollama(["good", "evil\x1b[31m", "two\nlines", "x" * 500, "", "\u202egnp.exe", 7])
    home = Home(OLLAMA_HOST=here.host)
    assert [m["id"] for m in home.listed()["ollama"]["models"]] == ["good"]
    endless = Ollama(refuse=(b'{"models":[' + b" " * (9 << 20) + b"]}", 200))
    home = Home(OLLAMA_HOST=endless.host)
    assert "longer than" in home.models(status=3).stdout


@check
def one_provider():
    home = Home(OLLAMA_HOST=Ollama(["a"]).host)
    done = home.models("--provider", "openai", status=3)
    assert "set OPENAI_API_KEY" in done.stdout and "ollama" not in done.stdout, done.stdout
    done = home.models("--provider", "clippy", status=2)
    assert done.stderr == 'kadane: no provider is called "clippy"\n', done.stderr
    assert list(home.listed("--provider", "ollama")) == ["ollama"]


@check
def nobody():
    home = Home()
    done = home.models(status=3)
    assert done.stdout == "" and "set ANTHROPIC_API_KEY" in done.stderr, done
    assert "start Ollama" in done.stderr and len(done.stderr) < 200, done.stderr
    assert home.listed(status=3) == {}


# --- servers on this machine ---


@check
def found_without_configuration():
    """Nothing is set up: the server at its usual port is asked, the best of its models."""
    here = Ollama(["llama3:8b", "nomic-embed-text", "codellama:7b", "qwen2.5-coder:7b"], ANSWER)
    home = Home(models=usual_ports(ollama=here.port))
    text = home.models().stdout
    assert "found on this machine" in text and "* qwen2.5-coder:7b" in text, text
    done = home.run("doctor")
    assert "ok   ollama" in done.stdout and "MISS a provider" not in done.stdout, done.stdout
    verdict = home.translate()
    assert here.asked_models() == ["qwen2.5-coder:7b"], here.paths()
    assert verdict["output"] == "identical", verdict
    assert verdict["provider"] == "ollama" and verdict["model"] == "qwen2.5-coder:7b", verdict
    text = home.models().stdout
    assert "1 of 1 proved" in text, text
    notes = json.dumps(verdict)
    assert "of the 3 models there the first choice for code" in notes, notes


@check
def only_this_machine_is_looked_at():
    """Whatever models.json says of a local server: nobody but a loopback address hears of us."""
    proxy = Ollama(["llama3:8b"])
    models = {"providers": {name: {"url": "http://models.test:9" + path}
                            for name, path in USUAL.items()}}
    home = Home(models=models, http_proxy=f"http://127.0.0.1:{proxy.port}")
    assert "no model can be asked" in home.translate()["error"]["text"]
    home.models(status=3)
    assert proxy.asked == [], proxy.paths()


@check
def not_looked_for():
    here = Ollama(["llama3:8b"])
    home = Home(models=usual_ports(ollama=here.port), config={"findLocal": False})
    assert "no model can be asked" in home.translate()["error"]["text"]
    home.models(status=3)
    assert here.asked == []


@check
def too_slow_to_be_found():
    slow = Ollama(["llama3:8b"], delay=5)
    home = Home(models=usual_ports(ollama=slow.port))
    begun = time.monotonic()
    home.models(status=3)
    assert time.monotonic() - begun < 3 * PATIENCE


@check
def other_servers():
    """llama.cpp has one model, whatever its name."""
    here = Ollama(["/models/some.gguf"])
    home = Home(models=usual_ports(llamacpp=here.port), LLAMACPP_API_KEY="sk-of-a-server")
    listed = home.listed()
    # Whoever listens at a usual port is told no key.
    assert "authorization" not in here.asked[0][2], here.asked
    assert list(listed) == ["llamacpp"] and listed["llamacpp"]["found"], listed
    assert listed["llamacpp"]["models"][0]["default"], listed


# --- a model that is not there ---


@check
def missing():
    here = Ollama(["llama3:8b"], NO_CODE)
    home = Home(OLLAMA_HOST=here.host)
    error = home.translate("--model", "qwen2.5-coder")["error"]
    assert error["text"] == ('ollama has no model "qwen2.5-coder"; to get it (4.7 GB): '
                             "kadane pull qwen2.5-coder"), error
    assert here.asked_models() == []
    # With a tag or without it is the same model.
    here.models.append("qwen2.5-coder:latest")
    assert "error" not in home.translate("--model", "qwen2.5-coder")
    empty = Home(OLLAMA_HOST=Ollama().host)
    assert "kadane pull qwen2.5-coder" in empty.translate()["error"]["text"]


@check
def pull():
    here = Ollama()
    home = Home(OLLAMA_HOST=here.host)
    done = home.run("pull", "qwen2.5-coder")
    assert (done.returncode, done.stdout, done.stderr) == (0, "qwen2.5-coder is there\n", ""), done
    for fault, words in (("error", "file does not exist"), ("cut", "broke off")):
        here.pull_fails = fault
        done = home.run("pull", "other")
        assert done.returncode == 3 and words in done.stderr, done
        assert done.stderr.count("\n") == 1, done.stderr
    assert home.run("pull").returncode == 2
    assert home.run("pull", "x", "--provider", "openai").returncode == 2
    assert home.run("pull", "x", "--provider", "clippy").returncode == 2


@check
def pull_with_a_key_by_command():
    here = Ollama()
    models = usual_ports()
    models["providers"]["mine"] = {"dialect": "ollama", "url": f"http://{here.host}",
                                   "key": "cmd:echo sk-of-a-command"}
    home = Home(models=models)
    done = home.run("pull", "m", "--provider", "mine")
    assert (done.returncode, done.stdout) == (0, "m is there\n"), done
    assert here.keys == ["Bearer sk-of-a-command"], here.keys
    models["providers"]["mine"]["key"] = "cmd:false --token=sk-secret"
    home.write("kadane/models.json", json.dumps(models))
    done = home.run("pull", "m", "--provider", "mine")
    assert done.returncode != 0 and len(here.keys) == 1, done
    assert "the command for its key, false (for mine), failed with status 1" in done.stderr, done
    assert "sk-secret" not in done.stdout + done.stderr, done


# --- the choice ---


@check
def by_action():
    here = Ollama(["a:1b", "b:1b", "c:1b"], NO_CODE)
    home = Home(OLLAMA_HOST=here.host, config={
        "provider": "anthropic", "model": "claude-x",
        "actions": {"translate": {"provider": "ollama", "model": "b:1b"}, "other": {"model": "x"}}})
    home.translate()
    home.translate("--model", "c:1b")
    home.translate("--provider", "ollama/a:1b")
    home.translate("--provider", "ollama")  # the settings' model is another's: the first there
    assert here.asked_models() == ["b:1b", "c:1b", "a:1b", "a:1b"], here.asked_models()
    home.write("kadane/config.json", json.dumps({
        "provider": "anthropic", "model": "claude-x",
        "actions": {"translate": {"provider": "ollama"}}}))
    home.translate()
    assert here.asked_models()[4:] == ["a:1b"], here.asked_models()
    for wrong, words in (({"translate": {"modell": "x"}}, "actions.translate.modell is not known"),
                         ({"translate": {"model": 1}}, "actions.translate.model: must be a string"),
                         ({"translate": 1}, "actions.translate: must be an object"),
                         ([], "actions: must be an object")):
        home.write("kadane/config.json", json.dumps({"actions": wrong}))
        done = home.run("models")
        assert done.returncode == 2 and words in done.stderr, done


if __name__ == "__main__":
    main()
