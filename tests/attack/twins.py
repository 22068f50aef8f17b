"""
The benign twins: what honest programs do beside each attack. A sandbox that stops these is broken
too. Most are (name, tiers, Python source), and the last line they print must be FINE. They know
`rename` and `signals`: whether moving between folders and signalling children is possible, which
without namespaces takes Landlock ABI 2 and 6.
"""

import ctypes
import os
import subprocess

from world import PYTHON, Skipped, both_compilers, check, only

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
    ("tempfile", BOTH, """
import os, tempfile
with tempfile.NamedTemporaryFile() as file, tempfile.SpooledTemporaryFile(100) as spooled:
    file.write(b"x" * 1000)
    file.flush()
    assert os.path.getsize(file.name) == 1000
    spooled.write(b"x" * 1000)
fd, name = tempfile.mkstemp(dir=".")
os.write(fd, b"x")
os.unlink(name)
"""),
    ("recursion", BOTH, """
import sys, threading
def deep(n):
    return n and 1 + deep(n - 1)
sys.setrecursionlimit(50000)
threading.stack_size(256 << 20)
results = []
thread = threading.Thread(target=lambda: results.append(deep(20000)))
thread.start()
thread.join()
assert results == [20000]
"""),
    ("sockets in pairs", BOTH, """
import socket
a, b = socket.socketpair()
a.sendall(b"x")
assert b.recv(1) == b"x"
"""),
    ("large maps and an alarm", BOTH, """
import mmap, signal
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
for _ in range(2000):
    mmap.mmap(-1, 100 << 20).close()
signal.setitimer(signal.ITIMER_REAL, 0)
"""),
    ("own limits", BOTH, """
import os, resource
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
os.nice(1)
os.sched_setaffinity(0, os.sched_getaffinity(0))
"""),
]


def landlock_abi():
    """What the kernel has: landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION)."""
    return ctypes.CDLL(None).syscall(444, None, 0, 1)


def twin_build(world, tier):
    """With one of the largest headers there is, optimised; then run."""
    for compiler in both_compilers():
        target = world.work / "result"
        source = world.programs / "twin.cpp"
        result = world.sandbox(tier, compiler, "-O2", "-std=c++17", "-o", target, source,
                               ro=[world.programs], out=target, limits=("memory=2G",))
        check(result.code == 0 and not result.err, result)
        check(os.access(target, os.X_OK), "what was built cannot be run")
        result = world.sandbox(tier, target)
        check(result.code == 0 and result.out == "included 5050\n", result)
        target.unlink()


def twin_build_c(world, tier):
    for compiler in both_compilers("c"):
        target = world.work / "result"
        source = world.programs / "twin.c"
        result = world.sandbox(tier, compiler, "-g", "-o", target, source, "-lm", "-pthread",
                               ro=[source], out=target)
        check(result.code == 0 and not result.err, result)
        for what, code, signal in (("deep", 0, None), ("abort", 134, 6), ("segv", 139, 11)):
            result = world.sandbox(tier, target, what)
            check(result.code == code and result.signal == signal, f"{what}: {result}")
        target.unlink()


def twin_precompiled(world, tier):
    """A header compiled by one run and used by the next."""
    header, made = world.work / "pre.h", world.work / "pre.h.gch"
    header.write_text("#include <vector>\n#include <string>\n")
    result = world.sandbox(tier, "g++", "-x", "c++-header", header, "-o", made, ro=[header], out=made)
    check(result.code == 0, result)
    source = world.programs / "twin_pre.cpp"
    result = world.sandbox(tier, "g++", "-H", "-Winvalid-pch", "-include", header, source, "-o",
                           "/job/x", ro=[source, header, made])
    used = "! " in result.err
    header.unlink()
    made.unlink()
    check(result.code == 0 and used, f"it was not used: {result}")


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
    check(0.5 <= result.json["wall_seconds"] < 2, result)
    check(result.json["user_seconds"] + result.json["system_seconds"] < 0.2, result)


def twin_below_limits(world, tier):
    """Just below each limit: nothing is stopped, nothing is cut."""
    def fine(script, *limits):
        result = world.sandbox(tier, PYTHON, "-c", script, limits=limits)
        check(result.code == 0 and result.limit is None, result)
        check(not result.json["stdout_truncated"], result)
        return result

    fine("x = b'x' * (358 << 20); print(len(x))", "memory=512M")
    # Many that share their memory have it once.
    fine("import os\nx = b'x' * (200 << 20)\nfor _ in range(6):\n if os.fork() == 0:\n"
         "  import time; time.sleep(0.4); os._exit(0)\nfor _ in range(6): os.wait()", "memory=400M")
    result = fine("import sys; sys.stdout.write('x' * ((1 << 20) - 200)); sys.stderr.write('e' * 100)",
                  "output=1M")
    check(len(result.out) == (1 << 20) - 200 and len(result.err) == 100, "not all came out")
    # In the full sandbox each place has its part.
    fine("for name in ('/job/a', '/tmp/b'):\n with open(name, 'wb') as f:\n"
         "  for _ in range(22): f.write(b'x' * (1 << 20))" if tier == "full" else
         "with open('a', 'wb') as f:\n for _ in range(55): f.write(b'x' * (1 << 20))", "disk=64M")
    fine("import os, time\nfor _ in range(17):\n if os.fork() == 0: time.sleep(0.3); os._exit(0)\n"
         "for _ in range(17): os.wait()", "processes=20")
    fine("import time; time.sleep(0.7)", "wall=1.5")


def twin_long_command(world, tier):
    words = ["x" * 100000] + [str(n) for n in range(2000)]
    result = world.sandbox(tier, "sh", "-c", 'echo $#; echo "${#1}"', "sh", *words)
    check(result.out == "2001\n100000\n", result)


@only("restricted")
def twin_multiprocessing_refused(world, tier):
    """As docs/security.md says; and it ends with an error instead of hanging."""
    result = world.sandbox(tier, PYTHON, "-c", "import multiprocessing\n"
                           "multiprocessing.get_context('fork').Queue()", limits=("wall=10",))
    check(result.code == 1 and result.limit is None and "Error" in result.err, result)


def twin_interpreter_elsewhere(world, tier):
    """A virtual environment of the user's, with what was installed for all; and numpy in it."""
    folder = world.base / "venv"
    if not folder.exists():
        subprocess.run([PYTHON, "-m", "venv", "--without-pip", "--system-site-packages", folder],
                       check=True, capture_output=True)
    own = next(folder.glob("lib/python*/site-packages")) / "own_module.py"
    own.write_text("x = 42\n")
    python = folder / "bin/python3"
    result = world.sandbox(tier, python, "-c", "import own_module, sys; print(own_module.x, sys.prefix)",
                           ro=[folder])
    check(result.code == 0 and result.out == f"42 {folder}\n", result)


def twin_numpy(world, tier):
    have = subprocess.run([PYTHON, "-c", "import numpy"], capture_output=True, check=False)
    if have.returncode != 0:
        raise Skipped(f"{PYTHON} has no numpy")
    result = world.sandbox(tier, PYTHON, "-c", "import numpy\n"
                           "a = numpy.random.default_rng(1).random((300, 300))\n"
                           "assert numpy.allclose(a @ numpy.linalg.inv(a), numpy.eye(300))\n"
                           "print('FINE')")
    check(result.code == 0 and result.out == "FINE\n", result)


def twin_of(source, tiers):
    def twin(world, tier):
        path = world.base / "twin.py"
        abi = landlock_abi()
        facts = f"rename = {tier == 'full' or abi >= 2}\nsignals = {tier == 'full' or abi >= 6}\n"
        path.write_text(facts + source + '\nprint("FINE")\n')
        path.chmod(0o644)
        result = world.sandbox(tier, PYTHON, path, ro=[path])
        check(result.code == 0 and result.out.endswith("FINE\n"), result)

    twin.tiers = tiers
    return twin


SOURCES = {
    "twin.cpp": """#include <bits/stdc++.h>
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
    "twin_pre.cpp": "int main() { return (int)std::vector<std::string>().size(); }\n",
    "twin.c": """#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static long deep(long n, double x)
{
	volatile char room[1000];
	room[n % 1000] = (char)n;
	return n ? 1 + deep(n - 1, sqrt(x)) + room[n % 1000] - (char)n : 0;
}
static void *run(void *arg)
{
	return arg;
}
int main(int argc, char **argv)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, run, NULL) == 0)
		pthread_join(thread, NULL);
	if (argc > 1 && strcmp(argv[1], "abort") == 0)
		abort();
	if (argc > 1 && strcmp(argv[1], "segv") == 0)
		*(volatile char *)8 = 1;
	return deep(6000, 2.0) == 6000 ? 0 : 1;
}
""",
    "twin_error.cpp": "int main() { return undeclared_name; }\n",
}
