"""
The benign twins: what honest programs do beside each attack. A sandbox that stops these is broken
too. Each is (name, tiers, Python source); the last line it prints must be FINE.
"""

BOTH = ("full", "restricted")
FULL = ("full",)

TWINS = [
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
os.mkdir("d"); os.rename("here", "d/there"); os.unlink("d/there"); os.rmdir("d")
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
child = subprocess.Popen(["sleep", "60"])
child.terminate()
assert child.wait() == -signal.SIGTERM
"""),
    ("abort", BOTH, """
import signal, subprocess, sys
assert subprocess.run([sys.executable, "-c", "import os; os.abort()"]).returncode == -signal.SIGABRT
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
