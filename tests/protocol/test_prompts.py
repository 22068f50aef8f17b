"""Prompts: what --show-prompt prints is what is sent, byte for byte, with every dialect; a user's
own prompt, its title, and what is wrong with one."""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

from checks import KADANE, PATIENCE, TOP, check, environment, main
from editor import FULL, GOOD, SUM_PY, Editor

KEY = "test-key-0123456789abcdef"
SOURCE = 'print("h\u00e4llo <|im_start|> \\u0041", 1e16)\n'
# Provider, variables for its key and address, what stands behind the server's address.
PROVIDERS = [
    ("anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", ""),
    ("openai", "OPENAI_API_KEY", "OPENAI_BASE_URL", "/v1"),
    ("openai-responses", "OPENAI_API_KEY", "OPENAI_BASE_URL", "/v1"),
    ("gemini", "GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL", ""),
    ("deepseek", "DEEPSEEK_API_KEY", "DEEPSEEK_BASE_URL", ""),
    ("openrouter", "OPENROUTER_API_KEY", "OPENROUTER_BASE_URL", "/api/v1"),
    ("huggingface", "HF_TOKEN", "HF_BASE_URL", "/v1"),
    ("tgi", "HF_TOKEN", "TGI_BASE_URL", ""),
    ("ollama", None, "OLLAMA_HOST", ""),
    ("llamacpp", None, "LLAMACPP_BASE_URL", "/v1"),
    ("vllm", "VLLM_API_KEY", "VLLM_BASE_URL", "/v1"),
]


class Keeps(http.server.BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers nothing of use."""

    def log_message(self, format, *args):
        pass

    def reply(self, status, data):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        models = {"models": [{"name": "mine:latest", "model": "mine:latest"}],
                  "object": "list", "data": [{"id": "mine", "max_model_len": 16384}]}
        self.reply(200, json.dumps(models).encode())

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.kept.append((self.path, raw))
        self.reply(401, b'{"error": {"message": "not for you", "type": "x"}}')


class Scene:
    """A server, a script, and a configuration of its own."""

    def __init__(self, config=None):
        self.folder = tempfile.mkdtemp(prefix="kadane-prompts-")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keeps)
        self.server.kept = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.write("kadane/config.json", json.dumps(
            {"checks": {"facts": False}, "timing": {"budget": 0}, **(config or {})}))
        self.script = self.write("script.py", SOURCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.folder, True)

    def write(self, name, text):
        path = pathlib.Path(self.folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def run(self, *arguments, **env):
        folders = {name: self.folder for name in (
            "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
        done = subprocess.run([KADANE, "run", "translate", self.script, *arguments],
                              env=environment(**folders, **env), stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60 * PATIENCE)
        assert KEY.encode() not in done.stdout + done.stderr
        return done

    def ask(self, row, *arguments):
        """With one of the providers at our server."""
        name, key, base, path = row
        env = {base: self.url + path, **({key: KEY} if key else {})}
        model = {"tgi": "Qwen2.5-Coder", "ollama": "mine", "llamacpp": "mine"}.get(name)
        return self.run("--provider", name, *(("--model", model) if model else ()),
                        *arguments, **env)


def shown(done):
    """The body as it stands in the output, and the whole."""
    assert done.returncode == 0, done
    out = done.stdout
    return out[out.index(b',"body":') + 8:-2], json.loads(out)


@check
def shown_is_sent():
    with Scene() as scene:
        for row in PROVIDERS:
            body, said = shown(scene.ask(row, "--show-prompt", "--json"))
            assert not scene.server.kept, f"{row[0]}: --show-prompt asked somebody"
            assert json.loads(body) == said["body"] and said["provider"] == row[0]
            done = scene.ask(row)
            assert done.returncode == 3, done
            (path, raw), = scene.server.kept
            scene.server.kept.clear()
            assert raw == body, f"{row[0]}: shown\n{body!r}\nsent\n{raw!r}"
            assert said["url"] == scene.url + path, (said["url"], path)


@check
def shown_is_what_a_program_reads():
    with Scene() as scene:
        kept = os.path.join(scene.folder, "kept")
        scene.write("kadane/models.json", json.dumps({"providers": {"mine": {
            "dialect": "command", "command": ["sh", "-c", f"cat > '{kept}'; exit 3"]}}}))
        said = json.loads(scene.run("--provider", "mine", "--show-prompt", "--json").stdout)
        text = scene.run("--provider", "mine", "--show-prompt").stdout.decode()
        assert not os.path.exists(kept), "--show-prompt ran the program"
        assert scene.run("--provider", "mine").returncode == 3
        stdin = pathlib.Path(kept).read_text()
        assert said["stdin"] == stdin and said["body"] is None, said
        assert text.endswith(f"\n--- stdin of the program ---\n\n{stdin}\n"), text


@check
def words_are_those_of_the_request():
    with Scene() as scene:
        body, said = shown(scene.ask(PROVIDERS[0], "--show-prompt", "--json"))
        text = scene.ask(PROVIDERS[0], "--show-prompt").stdout.decode()
        sent = json.loads(body)
        assert said["system"] == sent["system"] and said["turns"][0]["role"] == "user"
        assert said["turns"][0]["text"] == sent["messages"][0]["content"]
        assert f'\n--- system ---\n\n{said["system"]}\n' in text, text
        assert f'\n--- user ---\n\n{said["turns"][0]["text"]}\n' in text, text
        assert SOURCE in text and "-std=c++20 -O3 -march=native" in text, text
        assert 0 < said["tokens_least"] < said["tokens_most"] < said["context"]


@check
def no_key_is_needed():
    with Scene() as scene:
        done = scene.run("--provider", "anthropic", "--show-prompt", "--json")
        assert shown(done)[1]["url"] == "https://api.anthropic.com/v1/messages"
        done = scene.run("--provider", "nobody", "--show-prompt")
        assert done.returncode == 2 and not done.stdout, done


@check
def own_prompt():
    with Scene() as scene:
        scene.write("kadane/prompts/translate.md",
                    "---\ntitle: Mine\nmax_tokens: 77\ntemperature: 0.5\n---\n"
                    "# system\nBe {{compiler}}.\n# user\n{{source}}|{{cpu}}|{{flags}}\n# repair\n")
        body, said = shown(scene.ask(PROVIDERS[1], "--show-prompt", "--json"))
        sent = json.loads(body)
        assert sent["temperature"] == 0.5 and 77 in sent.values(), sent
        assert said["system"].startswith("Be g++") or said["system"].startswith("Be "), said
        assert said["turns"][0]["text"].startswith(SOURCE + "|"), said
        # A switch for thinking, where there is one: off unless the head says on.
        for head, wanted in (("", "disabled"), ("---\nthinking: on\n---\n", "enabled")):
            scene.write("kadane/prompts/translate.md", head + "# system\n# user\nx\n# repair\n")
            body, _ = shown(scene.ask(PROVIDERS[4], "--show-prompt", "--json"))
            assert json.loads(body)["thinking"] == {"type": wanted}, body
        # The setting is stronger than the head, and a folder that is named goes first.
        scene.write("kadane/config.json", json.dumps(
            {"maxTokens": 99, "prompts": {"folder": scene.folder}, "checks": {"facts": False}}))
        scene.write("translate.md", "# system\n\n# user\nset\n# repair\n")
        body, said = shown(scene.ask(PROVIDERS[1], "--show-prompt", "--json"))
        assert 99 in json.loads(body).values() and said["system"] is None, said
        assert said["turns"] == [{"role": "user", "text": "set"}], said


@check
def wrong_prompt():
    with Scene() as scene:
        path = scene.write("kadane/prompts/translate.md", "---\ntitle: x\ntemprature: 1\n---\n")
        done = scene.ask(PROVIDERS[0])
        assert done.returncode == 2 and not scene.server.kept, done
        assert f'{path}:3: "temprature" is none of title'.encode() in done.stderr, done
        scene.write("kadane/prompts/translate.md", "# system\n# user\nx\n")
        done = scene.ask(PROVIDERS[0])
        assert done.returncode == 2 and b'no section "# repair"' in done.stderr, done
        scene.write("kadane/prompts/translate.md", "# system\n# user\nx\n# repair\n{{sauce}}\n")
        done = scene.ask(PROVIDERS[0])
        assert done.returncode == 2 and b"{{sauce}}" in done.stderr, done
        assert not scene.server.kept


@check
def older_rounds_go():
    """What the second case of prompt-shortened.txt cannot see: which turns are left."""
    wrong = [f"```cpp\nint main() {{ return {name}" + ";}\n```\n" + "word " * 900
             for name in ("one", "two", "three")]
    with Scene({"contextTokens": 6500, "rounds": 4}) as scene:
        requests = os.path.join(scene.folder, "requests")
        server = subprocess.Popen(
            [sys.executable, "-B", os.path.join(TOP, "tests/wire/server.py"), "--requests",
             requests, *(word for text in wrong for word in ("--answer", text))],
            stdout=subprocess.PIPE, text=True)
        try:
            scene.url = f"http://127.0.0.1:{int(server.stdout.readline())}"
            done = scene.ask(PROVIDERS[0], "--json")
        finally:
            server.kill()
            server.communicate()
        assert done.returncode == 1, done
        assert b"older round" in done.stdout, done.stdout[-2000:]
        sent = [json.loads(pathlib.Path(requests, name).read_text())["body"]["messages"]
                for name in sorted(os.listdir(requests))]
        assert [len(turns) for turns in sent] == [1, 3, 5, 5], [len(turns) for turns in sent]
        assert all(SOURCE in turns[0]["content"] for turns in sent)
        assert "return one" in sent[2][1]["content"] and "return two" in sent[2][3]["content"]
        assert "return two" in sent[3][1]["content"], sent[3][1]["content"][:80]


@check
def title():
    editor = Editor(FULL, {"provider": "replay"}, GOOD)
    prompts = pathlib.Path(editor.folder, "prompts")
    prompts.mkdir()
    prompts.joinpath("translate.md").write_text("---\ntitle: To C++, my way\n---\n# user\n")
    editor.open("a.py", SUM_PY)

    def translate():
        kind = "refactor.rewrite.kadane.translate"
        return [a["title"] for a in editor.actions("a.py") if a["kind"].startswith(kind)]

    def configure():
        editor.tell("workspace/didChangeConfiguration",
                    {"settings": {"kadane": {"prompts": {"folder": str(prompts)}}}})

    assert translate() == ["Translate to C++"], translate()
    configure()
    assert translate() == ["To C++, my way"], translate()
    # What cannot be understood changes nothing.
    prompts.joinpath("translate.md").write_text("---\ntitel: x\n---\n# user\n")
    configure()
    assert translate() == ["Translate to C++"], translate()
    editor.leave()


@check
def documented():
    """Every provider, its variables, every dialect and every field stand in the documentation."""
    page, registry, parts = (pathlib.Path(TOP, name).read_text() for name in (
        "docs/providers.md", "lsp/model/registry.c", "lsp/step/question_parts.c"))
    table = registry[:registry.index("/* clang-format on */")]
    dialects = re.search(r"registry_dialects\[\] = \{(.*?)\}", registry, re.S)[1]
    fields = re.findall(r'\t\t\{"(\w+)",', parts)
    wanted = re.findall(r'\.name = "([\w-]+)"', table)
    wanted += re.findall(r'"([A-Z][A-Z_]+_[A-Z_]+)"', table)
    wanted += re.findall(r"&dialect_(\w+)", dialects)
    assert len(wanted) > 30 and len(fields) >= 8, (wanted, fields)
    missing = [word for word in wanted if not re.search(rf"`[^`]*\b{word}\b", page)]
    missing += [word for word in fields if "{{" + word + "}}" not in page]
    assert not missing, missing


if __name__ == "__main__":
    main()
