"""Who gets the source and the key: never who was not named, and nobody by way of another's address.

Where a question must not go, a server listens, too: what it hears is the failure.
"""

import contextlib

from checks import check, main
from editor import SUM_CPP, SUM_PY, Editor, fenced
from home import Home, usual_ports
from loopback import Server, error, stream
from ollama import Ollama

ANSWER = [fenced(SUM_CPP)]
QUICK = {"sandbox": {"ask": False}, "timing": {"budget": 0}, "builds": {"budget": 0},
         "rounds": 1, "checks": {"facts": False, "vary": False, "sanitizers": False}}
OPENAI, ROUTER, CLAUDE = "sk-of-openai", "sk-of-the-router", "sk-of-claude"


@contextlib.contextmanager
def servers(count, answer=None):
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(Server(answer or stream(fenced(SUM_CPP))))
               for _ in range(count)]


def at(server):
    return f"http://127.0.0.1:{server.port}/v1"


def keys(server):
    return [one["headers"].get("authorization", one["headers"].get("x-api-key"))
            for one in server.asked]


def home_of(config, gateway, other, **env):
    return Home(config={**QUICK, "baseUrl": at(gateway), **config}, OPENAI_API_KEY=OPENAI,
                OPENAI_BASE_URL=at(other), ANTHROPIC_API_KEY=CLAUDE,
                ANTHROPIC_BASE_URL=at(other), OPENROUTER_API_KEY=ROUTER,
                OPENROUTER_BASE_URL=at(other), **env)


class Told(Editor):
    """An editor that says `settings`, beside the config.json of `home`."""

    def __init__(self, home, settings):
        super().__init__(options={"provider": None, "replay": None, **settings}, env=home.env)
        self.open("a.py", SUM_PY)

    def asks(self):
        self.wait_end(self.translate("a.py"))

    def logged(self):
        return [m["message"] for m in self.of("window/logMessage")]


# --- models that another machine answers ---


@check
def a_remote_model_is_not_found():
    """What zero configuration finds must stay here, also under a harmless name."""
    here = Ollama(["llama3:8b", "qwen3-coder:480b-cloud", "qwen2.5-coder:latest"], ANSWER)
    here.remote = {m: "qwen3-coder:480b" for m in here.models[1:]}
    home = Home(models=usual_ports(ollama=here.port))
    listed = {m["id"]: m for m in home.listed()["ollama"]["models"]}
    assert [listed[m]["remote"] for m in here.models] == [False, True, True], listed
    assert [listed[m]["price"]["basis"] for m in here.models] == ["local", "unknown", "unknown"]
    assert [m for m in listed if listed[m]["default"]] == ["llama3:8b"], listed
    verdict = home.translate()
    assert here.asked_models() == ["llama3:8b"], here.asked_models()
    assert verdict["cost"]["basis"] == "local", verdict["cost"]
    # Nothing but such models: nobody is asked.
    here.models = here.models[1:]
    error_ = home.translate()["error"]
    assert here.asked_models() == ["llama3:8b"] and "kadane pull" in error_["text"], error_


@check
def a_remote_model_that_is_named():
    here = Ollama(["qwen3-coder:480b-cloud", "mine"], ANSWER)
    here.remote = {m: "qwen3-coder:480b" for m in here.models}
    home = Home(OLLAMA_HOST=here.host)
    for model in here.models:
        verdict = home.translate("--model", model)
        said = [one["text"] for one in verdict["findings"]]
        assert any("another machine answers" in text for text in said), said
        assert not any("on this machine" in text for text in said), said
        assert verdict["cost"]["basis"] != "local", verdict["cost"]
    assert here.asked_models() == here.models


@check
def a_relay_is_not_found():
    """LiteLLM is on this machine; whom it asks is not."""
    relay = Ollama(["gpt-x"])
    home = Home(models=usual_ports(litellm=relay.port))
    assert home.listed()["litellm"]["found"]
    assert "no model can be asked" in home.translate()["error"]["text"]
    assert {path for _, path, _ in relay.asked} == {"/v1/models"}, relay.paths()


# --- whose address it is ---


@check
def an_address_is_its_providers():
    with servers(2) as (gateway, other):
        home = home_of({"provider": "openai"}, gateway, other)
        home.translate("--provider", "openrouter")
        home.translate("--provider", "anthropic")
        assert gateway.asked == [] and len(other.asked) == 2
        home.translate()
        assert keys(gateway) == [f"Bearer {OPENAI}"]


@check
def an_address_without_a_provider():
    with servers(2) as (gateway, other):
        home = home_of({}, gateway, other)
        for arguments in ((), ("--provider", "anthropic")):
            done = home.run("run", "translate", home.write("a.py", SUM_PY), *arguments)
            assert done.returncode == 2 and "setting baseUrl: name the provider" in done.stderr, done
        home = Home(config=QUICK, OPENAI_API_KEY=OPENAI)
        source = home.write("a.py", SUM_PY)
        done = home.run("run", "translate", source, "--base-url", at(gateway))
        assert done.returncode == 2 and "--base-url: name the provider" in done.stderr, done
        home.translate("--base-url", at(gateway), "--provider", "openai/m")
        assert keys(gateway) == [f"Bearer {OPENAI}"] and other.asked == []


@check
def a_provider_with_its_model_is_the_same():
    """The gateway is meant, however the provider is written: else the source passes it by."""
    with servers(2) as (gateway, other):
        home = home_of({"provider": "openai/gw-1"}, gateway, other)
        home.translate("--provider", "openai")
        home.translate("--provider", "openai/gw-2")
        home.set(provider="openai", actions={"translate": {"provider": "openai/gw-3"}})
        home.translate()
        home.set(provider="openai/gw-4", actions={"translate": {"provider": "openai"}})
        home.translate()
        models = [one["body"]["model"] for one in gateway.asked]
        assert (models, other.asked) == (["gw-1", "gw-2", "gw-3", "gw-4"], []), models


@check
def chosen_in_the_editor():
    with servers(2) as (gateway, other):
        home = home_of({"provider": "openai/gw-1"}, gateway, other)
        told = Told(home, {})
        told.execute("kadane.selectModel", {"provider": "openai", "model": "gw-2"})
        told.asks()
        assert ([one["body"]["model"] for one in gateway.asked], other.asked) == (["gw-2"], [])
        # The user's own act goes before config.json.
        told.execute("kadane.selectModel", {"provider": "openrouter", "model": "x"})
        told.asks()
        assert (len(gateway.asked), keys(other)) == (1, [f"Bearer {ROUTER}"])


@check
def a_fallback_at_the_same_provider():
    with servers(1, error(404)) as (gateway,), servers(1) as (other,):
        home = home_of({"provider": "openai/gw-1", "fallback": ["openai/gw-2"]}, gateway, other)
        home.translate()
        assert [one["body"]["model"] for one in gateway.asked] == ["gw-1", "gw-2"]
        assert other.asked == []


# --- what an editor may say ---


@check
def an_editor_cannot_overrule():
    with servers(2) as (gateway, other):
        home = home_of({"provider": "openai", "model": "m"}, gateway, other)
        for settings in ({"provider": "openrouter"}, {"provider": "openai/evil"},
                         {"model": "evil"}, {"actions": {"translate": {"model": "evil"}}},
                         {"actions": {"translate": {"provider": "openrouter"}}}):
            told = Told(home, settings)
            told.asks()
            said = [line for line in told.logged() if "in your own config.json" in line]
            assert len(said) == 1, told.logged()
        assert [one["body"]["model"] for one in gateway.asked] == ["m"] * 5
        assert other.asked == []


@check
def an_editor_is_heard_where_nothing_is_said():
    with servers(1) as (other,):
        home = Home(config=QUICK, OPENAI_API_KEY=OPENAI, OPENROUTER_API_KEY=ROUTER,
                    OPENROUTER_BASE_URL=at(other))
        Told(home, {"provider": "openrouter", "model": "m"}).asks()
        assert keys(other) == [f"Bearer {ROUTER}"]


# --- who comes after ---


@check
def a_fallback_on_this_machine():
    """It is asked for a model that is there, not for a name that nobody set."""
    with servers(1, error(402)) as (first,):
        here = Ollama(["llama3:8b", "codellama:7b"], ANSWER)
        home = home_of({"provider": "openai", "fallback": ["ollama"]}, first, first,
                       OLLAMA_HOST=here.host)
        verdict = home.translate()
        assert here.asked_models() == ["codellama:7b"], here.paths()
        assert (verdict["provider"], verdict["model"]) == ("ollama", "codellama:7b"), verdict
        # One that lacks what is wanted is passed over, and it is said why.
        with servers(1) as (last,):
            home.set(fallback=["ollama/absent", "openrouter/m"])
            home.env["OPENROUTER_BASE_URL"] = at(last)
            verdict = home.translate()
            said = [one["text"] for one in verdict["findings"]]
            assert verdict["provider"] == "openrouter", verdict
            assert any("kadane pull absent" in text for text in said), said
            assert len(here.asked_models()) == 1


@check
def too_long_for_the_first():
    """What one has no room for may fit another; other requests that are refused may not."""
    for refusal, asked in ((error(400, "maximum context length is 10 tokens, however you requested "
                                  "100 tokens", code="context_length_exceeded"), 1),
                           (error(400, "no"), 0)):
        with servers(1, refusal) as (first,), servers(1) as (second,):
            home = home_of({"provider": "openai", "fallback": ["openrouter/m"]}, first, second)
            home.translate()
            assert (len(first.asked), len(second.asked)) == (1, asked)


if __name__ == "__main__":
    main()
