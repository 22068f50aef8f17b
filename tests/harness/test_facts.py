"""Tests of lsp/harness/facts*.py: a script behaves as in a direct run, and what it does is told.

    python3 tests/harness/test_facts.py [--all] [PYTHON…]

Each given interpreter is tested (default: the one that runs this); the first of them runs every
other script of tests/verdicts too, with --all each of them runs each script. Standard library only.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PARTS = ("facts_seen.py", "facts_form.py", "facts_tree.py", "facts.py")
UNSTEADY = re.compile(rb" *(0x[0-9a-f]+|[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?)")
passed = failed = 0


def check(ok, what):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print("failed: " + what, file=sys.stderr)


class World:
    """A folder with the harness and a work folder, and what runs there."""

    def __init__(self, python, folder):
        self.python, self.folder = python, os.path.join(folder, "work")
        self.harness, self.report = os.path.join(folder, "facts.py"), os.path.join(folder, "report")
        with open(self.harness, "wb") as joined:
            for part in PARTS:
                with open(os.path.join(TOP, "lsp", "harness", part), "rb") as file:
                    joined.write(file.read())

    def run(self, arguments, watch=None, stdin=b"", seconds="120", flags=()):
        before = [self.harness, seconds, watch] if watch else []
        environment = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": "0"}
        done = subprocess.run([self.python, *flags, *before, *arguments], cwd=self.folder,
                              input=stdin, capture_output=True, env=environment, timeout=300,
                              check=False)
        return [done.stdout, done.stderr, done.returncode]

    def fresh(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)

    def left(self):
        """What stands in the work folder, by name."""
        found = {}
        for root, _, names in os.walk(self.folder):
            for name in names:
                if not name.endswith(".pyc"):
                    with open(os.path.join(root, name), "rb") as file:
                        found[os.path.join(root, name)] = file.read()
        return found

    def both(self, text, arguments=(), **more):
        """The direct run, and the watched one that prints where it always did."""
        results = []
        for watch in (None, self.report):
            self.fresh()
            with open(os.path.join(self.folder, "script.py"), "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode())
            results.append(self.run(["script.py", *arguments], watch, **more) + [self.left()])
        return results

    def told(self, text, **more):
        """What is told of a script: kind, line and detail of each fact, the last of a place."""
        self.fresh()
        with open(os.path.join(self.folder, "script.py"), "w", encoding="utf-8") as file:
            file.write(text)
        out, _, _ = self.run(["script.py"], "-", **more)
        lines = [line.split("\t") for line in out.decode("ascii").splitlines()]
        facts = {(line[0], int(line[1])): line[2] for line in lines if len(line) == 3
                 and line[0] != "kadane-facts"}
        return facts, lines


def same(world, what, text, arguments=(), **more):
    direct, watched = world.both(text, arguments, **more)
    check(direct == watched, "%s: %s\n  direct  %r\n  watched %r"
          % (world.python, what, direct, watched))


def test_behaviour(world):
    same(world, "arguments", "import sys\nprint(sys.argv, sys.path[0])\n", ("a", "-b", "c d"))
    same(world, "names", "import sys\nprint(__name__, __file__, __doc__, __package__, __spec__,\n"
         "      sorted(globals()))\n")
    same(world, "doc", "'''The text.'''\nprint(__doc__)\ndef f():\n    'inner'\n    return f.__doc__\n"
         "print(f())\n"
         "def g(n):\n    'again'\n    return n and g(n - 1)\nprint(g(3), g.__doc__)\n")
    same(world, "isolated", "import sys\nprint(sys.path)\n", flags=("-I",))
    same(world, "stdin", "import sys\nprint(sys.stdin.read())\n", stdin=b"1 2 3")
    same(world, "main module", "import __main__, sys, pickle\nx = 3\nclass A:\n    pass\n"
         "print(__main__.x, type(pickle.loads(pickle.dumps(A()))) is A)\n")
    same(world, "status", "raise SystemExit(7)\n")
    same(world, "status text", "import sys\nsys.exit('went wrong')\n")
    same(world, "traceback", "def f(a):\n    return 1 // (a * 0)\n\nf(3)\n")
    same(world, "traceback of a sum", "def f(a, b):\n    return (a *\n            b) + 'x'\nf(2, 3)\n")
    same(world, "chained", "try:\n    [1][3 - 1]\nexcept IndexError as e:\n    raise ValueError('x') from e\n")
    same(world, "no such name", "x = 3\nx += y\n")
    same(world, "unbound", "def f():\n    x //= 2\nf()\n")
    same(world, "syntax error", "def f(:\n    pass\n")
    same(world, "interrupt", "raise KeyboardInterrupt\n")
    same(world, "exit handlers", "import atexit\natexit.register(print, 'bye')\n1 % 0\n")
    same(world, "os._exit", "import os\nprint('x', flush=True)\nos._exit(5)\n")
    same(world, "recursion", "def f(n):\n    return f(n + 1)\ntry:\n    f(0)\n"
         "except RecursionError as e:\n    print(type(e).__name__)\n")
    same(world, "future", "from __future__ import annotations\ndef f(x: a[i - 1] * 2): pass\n"
         "y: b[i - 1]\nprint(f.__annotations__)\n")
    same(world, "encoding", "# -*- coding: latin-1 -*-\nprint(len('\xe9'))\n".encode("latin-1"))
    # Since 3.12 Python warns of a fork beside a thread, and there is one that ends the look in time.
    same(world, "fork", "import os, warnings\nwarnings.simplefilter('ignore')\n"
         "print(2 ** 70, flush=True)\nif os.fork() == 0:\n"
         "    os._exit(3)\nprint(os.wait()[1] >> 8)\n")
    same(world, "threads", "import threading\nt = threading.Thread(target=lambda: print(3 * 4))\n"
         "t.start()\nt.join()\nprint(threading.active_count())\n")


ORDER = """
log = []
def v(x):
    log.append(x)
    return x
class Odd:
    def __init__(self, n): self.n = n
    def __getitem__(self, i): log.append(('get', i)); return self.n
    def __setitem__(self, i, x): log.append(('set', i, x)); self.n = x
    def __getattr__(self, name): log.append(('attr', name)); return 5
    def __mul__(self, o): log.append('mul'); return Odd(self.n * o)
    def __mod__(self, o): log.append('mod'); return self.n % o
    def __lt__(self, o): log.append('lt'); return False
    def __len__(self): log.append('len'); return 3
    def __iter__(self): log.append('iter'); return iter([1, 2])
    def __str__(self): log.append('str'); return 'odd'
    def __hash__(self): log.append('hash'); return 1
    def __eq__(self, o): log.append('eq'); return self is o
a = v(1) * v(2) + v(3) // v(4) - v(5) % v(6) ** v(7)
o = Odd(3)
o[v(1)] += v(2)
o[0] //= 2
o.x += v(4)
o * 2; o % 2; len(o); list(o); print(o, f'{o}', str(o)); sorted([o, o], key=lambda x: x)
for x in o: pass
d = {o: 1}
d[o] += 2
class C:
    y = 3 * 4
    names = sorted(vars())
print(C.names, [v(i) for i in (3, 4)], (lambda q: q * v(2))(3), v(1) << v(2) >> v(1))
print(log)
"""
SCOPES = """
def outer():
    total, rows = 0, [[0, 0], [0, 0]]
    def inner():
        nonlocal total
        total += 10 ** 20
        rows[1][0] += total
        return [total * i for i in range(3) if i % 2]
    return inner() + inner() + [rows, sorted(locals())]
class Box:
    count = 0
    __hidden = 3
    def add(self, n):
        self.count += n * self.__hidden
        Box.count -= 1
        return self.count
    @property
    def twice(self):
        return super().__str__() and self.count * 2
    def steps(self, n):
        while n > 0:
            n -= yield n * 2
b = Box()
print(outer(), b.add(10 ** 19), b.twice, next(b.steps(3)))
async def work(n):
    return n * 2
import asyncio
print(asyncio.run(work(4)), '%d %s %5.1f' % (3, 'x', 2.5), '%s' % 3, '%(a)s' % {'a': 1.5})
print(*{3: 1}, *[1.5, 2], sep='-')
x = y = 7
x, y = y * 2, x - 1
del x
print(max([(2, 1), (2, 0)], key=lambda t: t[0]), min(3, 1), sum([0.1] * 10), round(2.5), round(-1.5, 0))
print(divmod(-7, 2), -7 >> 1, 2 ** -1, (-8) ** 2, ~5, -7 % 3, 5 / 2, 1e308 * 10, float('nan') != 0)
"""
MATCH = """
def f(x):
    match x:
        case -1 | 2 + 3j: return 'number'
        case [a, *rest] if a * 2 > 3: return a * 10 ** 30
        case {'k': v}: return v // 2
    return None
print(f(-1), f([2, 3]), f({'k': -7}), f(None))
"""


def test_semantics(world):
    same(world, "order of evaluation", ORDER)
    same(world, "scopes", SCOPES)
    version = subprocess.check_output([world.python, "-c", "import sys; print(sys.version_info[1])"])
    if int(version) >= 10:
        same(world, "match", MATCH)
    same(world, "a long sum", "x = " + " + ".join(["1.5"] * 700 + ["y"]) + "\n")
    same(world, "builtins of its own", "def round(x): return 'r'\nsorted = len\nprint(round(2.5), sorted('ab'))\n")
    same(world, "same key", "print(sorted([[2], [1], [2]], key=len), sorted('ba', key=None))\n")
    same(world, "bad key", "sorted([1, 2], key=3)\n")


def expect(world, text, *wanted, never=()):
    """Facts as "KIND LINE" or "KIND LINE DETAIL"; kinds in `never` are not told."""
    facts, _ = world.told(text)
    said = {"%s %d" % key for key in facts} | {"%s %d %s" % (*key, facts[key]) for key in facts}
    for fact in wanted:
        check(fact in said, "%s: %r wanted of %r, told %r" % (world.python, fact, text, facts))
    for kind in never:
        check(all(key[0] != kind for key in facts),
              "%s: no %r wanted of %r, told %r" % (world.python, kind, text, facts))


def test_facts(world):
    expect(world, "a = 3 ** 50\n" "b = a * 1\n", "int63 2 %d 80 bits" % 3 ** 50)
    expect(world, "a = 1 << 40\nb = a - a // 2\nprint(a * 3)\n", "int31 3", never=("int63",))
    expect(world, "a = 3\nfor i in range(10):\n    a = a * i - i\n", never=("int31", "int63"))
    expect(world, "a = 10 ** 30\nb = 0xFFFFFFFFFFFFFFFFF\nc = 5 & 0xFFFFFFFFFFFFFFFFF\n",
           "int63 1 %d 100 bits" % 10 ** 30, "int63 2")
    expect(world, "a = 7\nb = (a * 3) % 18446744073709551616 & 0xFFFFFFFFFFFFFFFF\n",
           never=("int63",))
    expect(world, "h = 1 << 62\nh = (h * 33 + 1) & 0xFFFFFFFF\n", "masked 2", never=("int63",))
    expect(world, "h = (1 << 60) + 1\nh *= 31\nh &= 0xFFFFFFFF\n", "masked 2", never=("int63",))
    expect(world, "h = (1 << 60) + 1\nh *= 31\nh %= 1000007\n", "int63 2")
    expect(world, "class A:\n    n = 0\n    def f(self):\n        self.n += 9 ** 30\nA().f()\n"
           "t = [[0]]\ni = 0\nx = 9 ** 30\nt[0][i] += x\n", "int63 9")
    expect(world, "class A:\n    def __init__(self):\n        self.n = 0\n    def f(self, x):\n"
           "        self.n += x\na = A()\nfor i in range(4):\n    a.f(1 << 62)\n", "int63 5")
    expect(world, "a = -7\nb = 3\nprint(a // b)\nprint(a % b)\nprint(divmod(a, b))\nprint(a >> 1)\na //= 2\n",
           "// 3 -7", "% 4 -7", "divmod 5 -7", ">> 6 -7", "// 7")
    expect(world, "a = 7\nb = 3\nprint(a // b, a % b, '%s' % -3, a >> 1)\n",
           never=("//", "%", ">>"))
    expect(world, "a = 9007199254740993\nn = -2\nprint(a / 3)\nprint(2 ** n, 1 >> (n + 66))\n",
           "/ 3", "** 4", "shift-wide 4 64")
    expect(world, "for x in (0.5, 1.5):\n    print(round(x))\nprint(round(x / 3, 2))\n",
           "round-half 2 0.5", "round-digits 3 0.5")
    expect(world, "x = 1e300\ny = x * x\nz = y - y\n", "inf 2", "nan 3")
    expect(world, "s = 'caf\u00e9'\nprint(len(s))\nprint(s[3])\nprint(s.upper())\n",
           "text 2", "text 3", "text 4")
    expect(world, "s = 'cafe'\nprint(len(s), s[3], s.upper())\n", never=("text",))
    expect(world, "def f(n):\n    return 0 if n == 0 else f(n - 1)\nf(700)\n", "depth 2")
    expect(world, "def f(n):\n    return 0 if n == 0 else f(n - 1)\nf(90)\n", never=("depth",))
    expect(world, "s = {3, 1}\nfor x in s:\n    pass\nprint(s)\na = list(s)\nb = [y for y in s]\ns.pop()\n",
           "set-order 2 2", "set-order 4", "set-order 5", "set-order 6", "set-order 7")
    expect(world, "s = {3, 1}\nprint(sorted(s), sorted(x for x in s), sum(s), len(s))\n"
           "for x in {5}:\n    pass\n", never=("set-order",))
    expect(world, "d = {'b': 1, 'a': 2}\nfor k in d:\n    pass\nfor k, v in d.items():\n    pass\n",
           "dict-order 2 2", "dict-order 4 2")
    expect(world, "d = {'a': 1, 'b': 2}\nfor k in d:\n    pass\n", never=("dict-order",))
    expect(world, "import random\nrandom.seed(3)\nr = random.Random(4)\nr.shuffle([1, 2])\n"
           "from random import randint as roll\nprint(random.randint(1, 6))\n",
           "random 2 seed", "random 4 shuffle", "random 6 randint")
    expect(world, "class D:\n    def choice(self, x): return x\nprint(D().choice(3))\n",
           never=("random",))
    expect(world, "print(hash('a') == 1)\nimport time\ntime.strftime('%Y')\n", "hash 1", "locale 3")
    expect(world, "print(hash(3))\n", never=("hash",))
    expect(world, "sorted([(1, 2), (1, 1)], key=lambda t: t[0])\na = [(2, 1)]\na.sort(key=len)\n",
           "ties 1")
    expect(world, "sorted([(1, 2), (3, 1)], key=lambda t: t[0])\nsorted([3, 3], key=abs)\n",
           never=("ties",))
    expect(world, "a = [1, 2]\nfor i in range(2):\n    print(a[i - 1])\n", "index 3 -1")
    expect(world, "t = [[1, 2], [3, 4]]\nfor i in range(2):\n    t[i][i - 1]\n", "index 3 -1")
    expect(world, "a = {-1: 2, 0: 3}\nfor i in range(2):\n    print(a[i - 1])\n", never=("index",))
    expect(world, "x = 0.1\nprint(x + 0.2)\ny = f'{x}'\nz = str(x)\n'%s' % x\n",
           "float-text 2 0.30000000000000004", "float-text 3", "float-text 4", "float-text 5")
    expect(world, "x = 0.1\nprint('%.2f' % x, f'{x:.3f}', 3)\n", never=("float-text",))
    expect(world, "print(sum([0.1, 0.2]) < 1)\nprint(sum([1, 2]))\n", "float-sum 1")
    expect(world, "a = [0]\nb = a * 10000001\n", "long-list 2 10000001")


def test_report(world):
    facts, lines = world.told("print('forged\\t1\\tx')\nimport sys\nsys.stderr.write('y')\na = -1\na // 2\n")
    check(lines[0][:2] == ["kadane-facts", "1"] and lines[-1] == ["end", "whole"]
          and set(facts) == {("//", 5)}, "%s: the report alone: %r" % (world.python, lines))
    _, lines = world.told("a = -1\na // 2\nwhile True:\n    pass\n", seconds="1.5")
    check(lines[-1] == ["end", "so-far"] and len(lines) == 3, "stopped: %r" % lines)
    _, lines = world.told("import os\na = -1\na // 2\nos._exit(0)\n")
    check([line[0] for line in lines] == ["kadane-facts", "//"], "left: %r" % lines)
    _, lines = world.told("def f(:\n")
    check([line[0] for line in lines] == ["kadane-facts", "end"], "no syntax: %r" % lines)
    many = "a = -1\n" + "a // 2\n" * 300
    facts, _ = world.told(many)
    check(len(facts) == 8, "a ceiling for a kind: %r" % len(facts))


def test_corpus(world, step):
    """Scripts of the corpus do the same, but for numbers where two direct runs differ."""
    for path in sorted(glob.glob(os.path.join(TOP, "tests", "verdicts", "*", "*.py")))[::step]:
        name = os.path.basename(path)
        results = []
        for watch in (None, world.report, None):
            world.fresh()
            shutil.copy(path, world.folder)
            results.append(world.run([name], watch) + [world.left()])
            if len(results) == 2 and results[0] == results[1]:
                break
        if len(results) == 3:
            with open(path, "rb") as file:
                steady = results[0] == results[2] and b"import time" not in file.read()
            results = [[UNSTEADY.sub(b"#", part) for part in result[:2]] + result[2:3]
                       for result in results]
            check(not steady and results[0] == results[1], "%s: %s\n  direct  %r\n  watched %r"
                  % (world.python, name, results[0], results[1]))
        else:
            check(True, name)


def main():
    everything = "--all" in sys.argv
    given = [word for word in sys.argv[1:] if word != "--all"]
    for at, python in enumerate(given or [sys.executable]):
        with tempfile.TemporaryDirectory() as folder:
            world = World(python, os.path.realpath(folder))
            test_behaviour(world)
            test_semantics(world)
            test_facts(world)
            test_report(world)
            if at == 0 or everything:
                test_corpus(world, 1 if everything else 2)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
