"""
The benign twins: what honest programs do beside each attack. A sandbox that stops these is broken
too. Most are (name, tiers, Python source), and the last line they print must be FINE. They know
`rename` and `signals`: whether moving between folders and signalling children is possible, which
without namespaces takes Landlock ABI 2 and 6.
"""

import ctypes
import os
import shutil
import subprocess

from world import PYTHON, check

BOTH = ("full", "restricted")
FULL = ("full",)

PYTHON_TWINS = [
    ("environment", BOTH, """
import os
assert sorted(os.environ) == sorted(set(os.environ) & {
    "PATH", "LANG", "HOME", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "PYTHONNOUSERSITE",
    "PYTHONHASHSEED", "PWD", "LC_CTYPE"}), os.environ
assert os.listdir(".") == [] and os.path.basename(os.getcwd()) == "job"
"""),
    ("files", BOTH, """
import os, tempfile
with tempfile.TemporaryDirectory() as folder:
    with open(folder + "/a", "w") as file:
        file.write("x" * 1000000)
    os.rename(folder + "/a", folder + "/b")
    os.symlink("b", folder + "/c")
    assert len(open(folder + "/c").read()) == 1000000
    os.truncate(folder + "/b", 10)
with open("here", "wb") as file:
    for _ in range(20):
        file.write(b"x" * (1 << 20))
os.mkdir("d")
if rename:
    os.rename("here", "d/there")
    os.unlink("d/there")
os.rmdir("d")
"""),
    ("threads", BOTH, """
import threading
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    assert sum(pool.map(lambda n: n * n, range(100))) == 328350
"""),
    ("children", BOTH, """
import signal, subprocess, sys
assert subprocess.run(["ls", "/usr"], capture_output=True, text=True).stdout.count("bin") >= 1
assert subprocess.run("echo a | tr a b", shell=True, capture_output=True).stdout == b"b\\n"
assert subprocess.run([sys.executable, "-c", "raise SystemExit(7)"]).returncode == 7
if signals:
    child = subprocess.Popen(["sleep", "60"])
    child.terminate()
    assert child.wait() == -signal.SIGTERM
"""),
    ("abort", BOTH, """
import signal, subprocess, sys
status = subprocess.run([sys.executable, "-c", "import os; os.abort()"]).returncode
assert status == -signal.SIGABRT or status < 0 and not signals
"""),
    ("multiprocessing", FULL, """
import multiprocessing
def square(n):
    return n * n
with multiprocessing.get_context("fork").Pool(4) as pool:
    assert sum(pool.map(square, range(100))) == 328350
queue = multiprocessing.get_context("fork").Queue()
queue.put("x")
assert queue.get() == "x"
"""),
    ("loopback", FULL, """
import socket, threading
server = socket.create_server(("127.0.0.1", 0))
def serve():
    peer, _ = server.accept()
    peer.sendall(b"hello")
    peer.close()
thread = threading.Thread(target=serve)
thread.start()
assert socket.create_connection(server.getsockname()).recv(10) == b"hello"
thread.join()
"""),
    ("asyncio", BOTH, """
import asyncio
async def main():
    child = await asyncio.create_subprocess_exec("echo", "x", stdout=asyncio.subprocess.PIPE)
    out, _ = await child.communicate()
    assert out == b"x\\n"
    await asyncio.gather(*(asyncio.sleep(0.01) for _ in range(50)))
asyncio.run(main())
"""),
    ("memory", BOTH, """
kept = [b"x" * (1 << 20) for _ in range(150)]
assert sum(map(len, kept)) == 150 << 20
"""),
    ("modules", BOTH, """
import ast, ctypes, decimal, fractions, json, locale, platform, random, re, sqlite3, statistics, time
assert sqlite3.connect(":memory:").execute("select 6 * 7").fetchone() == (42,)
random.seed(1)
assert json.loads(json.dumps({"x": [1.5, None]})) == {"x": [1.5, None]}
assert time.time() > 1e9 and platform.system() == "Linux"
ctypes.CDLL(None).getpid()
"""),
    ("numpy", BOTH, """
try:
    import numpy
except ModuleNotFoundError:
    pass
else:
    a = numpy.random.default_rng(1).random((200, 200))
    assert numpy.allclose(a @ numpy.linalg.inv(a), numpy.eye(200))
"""),
]


def landlock_abi():
    """What the kernel has: landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION)."""
    return ctypes.CDLL(None).syscall(444, None, 0, 1)


def twin_build(world, tier):
    for compiler in ["g++"] + ["clang++"] * bool(shutil.which("clang++")):
        target = world.work / "result"
        source = world.programs / "twin.cpp"
        result = world.sandbox(tier, compiler, "-O2", "-std=c++17", "-o", target, source,
                               ro=[world.programs], out=target, limits=("memory=2G",))
        check(result.code == 0 and not result.err, result)
        result = world.sandbox(tier, target)
        check(result.code == 0 and result.out == "included 5050\n", result)
        target.unlink()


def twin_build_error(world, tier):
    source = world.programs / "twin_error.cpp"
    result = world.sandbox(tier, "g++", "-o", "/job/x", source, ro=[source])
    check(result.code == 1 and "was not declared" in result.err, result)
    check("undeclared_name" in result.err, "the compiler could not show the line")


def twin_streams(world, tier):
    sent = os.urandom(300000)
    source = world.base / "input"
    source.write_bytes(sent)
    with open(source, "rb") as file:
        done = world.sandbox(tier, "md5sum", json_out=False, stdin=file)
    want = subprocess.run(["md5sum"], input=sent, capture_output=True, check=True).stdout.decode()
    check(done.raw_out == want, done)
    done = world.sandbox(tier, "sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x; echo e >&2; exit 5",
                         json_out=False)
    check(done.code == 5 and done.raw_out == "x" * 1000000 and done.raw_err == "e\n", done)


def twin_status(world, tier):
    for script, code in (("exit 0", 0), ("exit 255", 255), ("kill -TERM $$", 143),
                         ("kill -ABRT $$", 134)):
        result = world.sandbox(tier, "sh", "-c", script)
        check(result.code == code, result)
    check(world.sandbox(tier, "no-such-command").code == 127, "a missing command is 127")


def twin_time(world, tier):
    result = world.sandbox(tier, "sleep", "0.5")
    check(0.5 <= result.json["wallSeconds"] < 2, result)
    check(result.json["userSeconds"] + result.json["systemSeconds"] < 0.2, result)


def twin_python(source):
    def twin(world, tier):
        path = world.base / "twin.py"
        abi = landlock_abi()
        facts = f"rename = {tier == 'full' or abi >= 2}\nsignals = {tier == 'full' or abi >= 6}\n"
        path.write_text(facts + source + '\nprint("FINE")\n')
        path.chmod(0o644)
        result = world.sandbox(tier, PYTHON, path, ro=[path])
        check(result.code == 0 and result.out.endswith("FINE\n"), result)

    return twin


SOURCES = {
    "twin.cpp": """#include <cstdio>
#include <numeric>
#include <thread>
#include <vector>
#include "twin.h"
int main()
{
	long sum = 0;
	std::vector<int> v(100);
	std::iota(v.begin(), v.end(), 1);
	std::thread([&] { sum = std::accumulate(v.begin(), v.end(), 0L); }).join();
	std::printf("%s %ld\\n", WORD, sum);
}
""",
    "twin.h": '#define WORD "included"\n',
    "twin_error.cpp": "int main() { return undeclared_name; }\n",
}
