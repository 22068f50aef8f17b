#!/usr/bin/env python3
"""
Secrets in a package that is shown: each way to read one, and what must stay readable beside it.
Its attacks and twins are functions of the world and the tier, as those of attacks.py are. Run by
itself it runs them all, as root a second time as an ordinary user; `masks.py WORD…` runs what has
every WORD in its title.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from world import HERE, KADANE, PYTHON, Failed, World, check

NOBODY = 65534
NAME = "SECRETNAME"

SECRETS = [
    ".env", ".env.local", "prod.env", ".git/config", f".git/{NAME}", ".git/hooks/run.py", ".hg/store",
    ".svn/entries", "deep/er/.aws/credentials", ".ssh/known_hosts", ".gnupg/ring", ".kube/config",
    ".docker/config.json", ".azure/token", ".gcloud/key", ".config/gcloud/key", ".terraform/state",
    ".vault/x", "server.pem", "TLS.KEY", "a.p12", "a.pfx", "a.jks", "a.keystore", "a.kdbx", "a.ppk",
    "id_rsa", "id_rsa.bak", "id_dsa", "id_ecdsa_work", "id_ed25519", ".netrc", "_netrc", ".npmrc",
    ".pypirc", ".pgpass", ".my.cnf", ".htpasswd", ".git-credentials", ".dockercfg", "app/credentials",
    "credentials.json", "secrets.json", "secrets.yaml", "secrets.yml", "secrets.toml", "secrets.ini",
    "x.tfstate", "x.tfvars", "service-account-7.json", "client_secret_7.json", ".bash_history",
    ".python_history", ".env~", "keys/deploy.key", "node_modules/x/.npmrc",
]
SHOWN = [
    ".env.example", ".env.sample", ".env.template", ".envelope", "id_rsa.pub", "id_ed25519.pub",
    "secrets.py", "token.py", "credentials.py", "secrets.md", "app/data.json", "app/__init__.py",
    "app/part.py", "keys/__init__.py", "keys/key.py", "pyproject.toml", "app/cacert.pem", "gh/notes",
    "environment.py", "README.md", ".gitignore", ".github/workflow.yml", "config/gcloud", "test.envs",
    "app/pem.py", "history.py",
]
STRANGE = [b"new\nline.pem", b"'quote\".key", b"\xff\xfe.pem", b"--ro-bind.pem", b"%s%n.key", b" .pem"]


@contextlib.contextmanager
def package(world):
    """A package of the user's; the content of every secret in it is the token."""
    top = world.base / "package"
    for name in SECRETS + SHOWN:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{world.token} = undeclared_{world.token}\n" if name in SECRETS else "x = 7\n")
    (top / "pyproject.toml").write_text('[project]\nname = "app"\n')
    (top / "app/data.json").write_text('{"six": 6}\n')
    (top / "app/part.py").write_text(
        'import json, pathlib\nfrom keys import key\nimport secrets, token\n'
        'data = json.loads((pathlib.Path(__file__).parent / "data.json").read_text())["six"]\n'
        'answer = data * key.x\nassert secrets.x == token.x == 7\n')
    for name in STRANGE:
        (pathlib.Path(os.fsdecode(os.fsencode(top) + b"/" + name))).write_text(world.token)
    # Innocent names that lead to secrets, secret names that lead to innocent ones.
    (top / "notes.txt").symlink_to(".env")
    (top / "repository").symlink_to(".git")
    (top / "deep/absolute").symlink_to(top / "server.pem")
    (top / "plain").write_text(world.token)
    (top / ".env.production").symlink_to("plain")
    (top / "folder").mkdir()
    (top / "folder/plain").write_text(world.token)
    (top / "deep/.ssh").symlink_to("../folder")
    (top / "outside.pem").symlink_to(world.secret)
    (top / ".gcloud.pem").symlink_to("no/such/file")
    for path in [top, *top.rglob("*")]:
        os.chown(path, world.uid, -1, follow_symlinks=False)
    try:
        yield top
    finally:
        for path in [top, *top.rglob("*")]:
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(top)


def hidden(top):
    return [top / name for name in [*SECRETS, "plain", "folder/plain", "notes.txt", "deep/absolute",
                                    ".env.production", "outside.pem", "repository/config"]]


def readings(result):
    return [line for line in result.out.splitlines() if line.startswith("READ ")]


def attack_mask_read(world, tier):
    with package(world) as top:
        result = world.attack(tier, "mask_read.py", top, *hidden(top), ro=[top], limits=("wall=20",))
        check(not readings(result) and "LISTED" in result.out, readings(result) or result)
        check(result.json["masked"] >= 45, result.json["masked"])
        # Without mounts the names in a hidden folder can be listed: Landlock allows whole trees.
        check(tier != "full" or NAME not in result.out, f"a name was listed: {result}")


def attack_mask_write(world, tier):
    with package(world) as top:
        where = [top / name for name in (".env", ".git", ".git/config", "server.pem", "folder")]
        result = world.attack(tier, "mask_write.py", *where, ro=[top])
        check("DID" not in result.out, result)
        check((top / ".env").read_text().startswith(world.token), "the secret was changed")


def attack_mask_compile(world, tier):
    """What a compiler quotes or copies; without the secret's name it does its work."""
    with package(world) as top:
        for path in (top / ".env", top / ".git/config", top / "notes.txt", top / "plain"):
            defines = [f'-DSECRET="{path}"', f'-DSECRET_TEXT="\\"{path}\\""']
            for compiler in ["g++"] + ["clang++"] * bool(shutil.which("clang++")):
                source = world.programs / "mask_include.cpp"
                result = world.sandbox(tier, compiler, "-fsyntax-only", *defines, source,
                                       ro=[source, top])
                check(result.code == 1 and result.json, f"it did not run: {result}")
                check(world.token not in result.all, f"a secret leaked: {result}")
            source, target = world.programs / "mask_incbin.cpp", world.work / "result"
            result = world.sandbox(tier, "g++", *defines, "-o", target, source, ro=[source, top],
                                   out=target)
            check(world.token.encode() not in target.read_bytes(), "the binary holds the secret")
            check(result.json and world.token not in result.all, f"a secret leaked: {result}")
            target.unlink()


def attack_mask_unreadable(world, tier):
    """What cannot be looked into counts as a secret, whatever it is called."""
    with package(world) as top:
        folder = top / "dark/deep"
        folder.mkdir(parents=True)
        # Nothing is hidden from root by its mode.
        secret = folder / ("plain.pem" if world.uid == 0 else "plain")
        secret.write_text(world.token)
        os.chown(secret, world.uid, -1)
        os.chown(folder, world.uid, -1)
        for mode in (0, 0o400, 0o100):
            folder.chmod(mode)
            result = world.attack(tier, "mask_read.py", top, secret, ro=[top])
            check(not readings(result), readings(result))


def attack_mask_many(world, tier):
    """More than can be hidden is refused, never shown."""
    with package(world) as top:
        for i in range(600):
            (top / f"{i}.pem").write_text(world.token)
        result = world.sandbox(tier, "true", ro=[top])
        check(result.code == 125 and "too many secrets" in result.err, result)


def names(world, tier, wanted):
    with package(world) as top:
        path, listing = world.programs / "mask_names.py", world.base / "names"
        listing.write_bytes(b"\0".join(os.fsencode(name) for name in wanted))
        with open(listing, "rb") as file:
            result = world.sandbox(tier, PYTHON, path, top, ro=[path, top], stdin=file)
        check(result.code == 0 and "TRIED" in result.out, result)
        return [line.split()[0] for line in result.out.splitlines() if line != "TRIED"]


def attack_mask_names(world, tier):
    wanted = SECRETS + STRANGE
    for name, seen in zip(wanted, names(world, tier, wanted), strict=True):
        check(seen == "HIDDEN", f"{name!r} was shown")


def twin_mask_names(world, tier):
    for name, seen in zip(SHOWN, names(world, tier, SHOWN), strict=True):
        check(seen == "SHOWN", f"{name!r} was hidden")


def twin_mask_import(world, tier):
    script = ("import os, sys\nsys.path.insert(0, sys.argv[1])\nimport app.part\n"
              "assert open(sys.argv[1] + '/pyproject.toml').readline() == '[project]\\n'\n"
              "assert 'data.json' in os.listdir(sys.argv[1] + '/app')\nprint(app.part.answer)\n")
    with package(world) as top:
        result = world.sandbox(tier, PYTHON, "-c", script, top, ro=[top])
        check(result.code == 0 and result.out == "42\n", result)


def twin_mask_named(world, tier):
    """What the user names is shown, also in a folder that is masked, in any order."""
    with package(world) as top:
        for ro in ([top / ".env"], [top, top / ".env"], [top / ".env", top]):
            result = world.sandbox(tier, "cat", top / ".env", ro=ro)
            check(result.code == 0 and world.token in result.out, result)
        result = world.sandbox(tier, "cat", top / ".git/config", top / ".git" / NAME,
                               ro=[top / ".git", str(top) + "/"])
        check(result.code == 0 and result.out.count(world.token) == 4, result)
        result = world.sandbox(tier, "sh", "-c", f"cat {top}/.git/config; cat {top}/.git/{NAME}",
                               ro=[top, top / ".git/config"])
        check(result.code == 1 and result.out.count(world.token) == 2, result)
        target = top / ".git/made.pem"
        result = world.sandbox(tier, "cp", top / "README.md", target, ro=[top], out=target)
        check(result.code == 0 and target.read_text() == "x = 7\n", result)


def twin_mask_count(world, tier):
    path = world.programs / "mask_names.py"
    check(world.sandbox(tier, "true", ro=[path]).json["masked"] == 0, "nothing was to be masked")
    check(world.sandbox(tier, "true", ro=[world.programs]).json["masked"] == 0, "nor there")


def prepare(base):
    programs = base / "programs"
    shutil.copytree(HERE / "programs", programs)
    for path in programs.iterdir():
        path.chmod(0o755)
    return programs


def users():
    found = [os.getuid()]
    if os.getuid() == 0:
        done = subprocess.run([KADANE, "--version"], user=NOBODY, group=NOBODY, extra_groups=[],
                              capture_output=True, check=False, env={"HOME": "/nonexistent"})
        found += [NOBODY] * (done.returncode == 0)
        if done.returncode != 0:
            print(f"as root only: an ordinary user cannot run {KADANE}")
    return found


def main():
    words = sys.argv[1:]
    tests = [(name.replace("_", " ", 1), run) for name, run in globals().items()
             if name.startswith(("attack_", "twin_"))]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="kadane-masks-") as folder:
        top = pathlib.Path(folder)
        top.chmod(0o755)
        programs = prepare(top)
        for uid in users():
            base = top / f"user{uid}"
            base.mkdir(mode=0o755)
            world = World(base, uid)
            world.programs = programs
            for name, run, tier in [(*test, tier) for test in tests for tier in ("full", "restricted")]:
                title = f"{name} ({tier}, {'root' if uid == 0 else 'user'})"
                if any(word not in title for word in words):
                    continue
                world.reset()
                try:
                    run(world, tier)
                    world.check_gone()
                    world.check_untouched()
                    passed += 1
                except (Failed, OSError, KeyError, ValueError, subprocess.SubprocessError) as why:
                    failed += 1
                    print(f"FAILED {title}: {why}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
