"""Tests of lsp/harness/shifted.py: a script behaves as in a direct run, but for its clocks.

    python3 tests/harness/test_shifted.py [PYTHON…]

Each given interpreter is tested (default: the one that runs this). Standard library only.
"""

import os
import re
import subprocess
import sys
import tempfile

HARNESS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "lsp", "harness",
                       "shifted.py")
passed = failed = 0


def check(ok, what):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print("failed: " + what, file=sys.stderr)


class Result:
    def __init__(self, process):
        self.out, self.err = process.stdout, process.stderr
        self.status = process.returncode

    def __repr__(self):
        return "status %d, stdout %r, stderr %r" % (self.status, self.out, self.err)


def run(python, folder, arguments, shifted, flags=(), stdin=b""):
    command = [python, *flags, *([os.path.abspath(HARNESS)] if shifted else []), *arguments]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": "0"}
    return Result(subprocess.run(command, cwd=folder, input=stdin, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env=environment, timeout=300,
                                 check=False))


def both(python, folder, text, arguments=(), name="script.py", **more):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)
    given = [name, *arguments]
    return (run(python, folder, given, False, **more), run(python, folder, given, True, **more))


def same(python, folder, what, text, **more):
    """The script does the same in both."""
    direct, shifted = both(python, folder, text, **more)
    equal = (direct.out, direct.err, direct.status) == (shifted.out, shifted.err, shifted.status)
    check(equal, "%s: %s\n  direct  %r\n  shifted %r" % (python, what, direct, shifted))


def without_numbers(data):
    return re.sub(rb"[0-9]+", b"#", data)


def numbers_differ(python, folder, what, text, every=True):
    """The same text, other numbers: all of them, or at least one."""
    direct, shifted = both(python, folder, text)
    first, second = (re.findall(rb"[0-9]+", run.out) for run in (direct, shifted))
    differ = [a != b for a, b in zip(first, second)]
    ok = (without_numbers(direct.out) == without_numbers(shifted.out) and len(differ) > 0
          and (all(differ) if every else any(differ)) and direct.status == shifted.status == 0
          and direct.err == shifted.err)
    check(ok, "%s: %s\n  direct  %r\n  shifted %r" % (python, what, direct, shifted))


def test_behaviour(python, folder):
    here = (python, folder)
    same(*here, "prints", "print('hello')\n")
    same(*here, "arguments", "import sys\nprint(sys.argv)\n", arguments=("a", "-b", "c d"))
    same(*here, "names", "import sys\nprint(__name__, __file__, sys.path[0], __doc__,\n"
         "      __package__, __spec__, sorted(globals()))\n")
    same(*here, "isolated", "import sys\nprint(sys.path)\n", flags=("-I",))
    same(*here, "doc", "'''The text.'''\nprint(__doc__)\n")
    same(*here, "main module", "import __main__, sys\nx = 3\nprint(__main__.x,\n"
         "      sys.modules['__main__'] is __main__, type(__builtins__))\n")
    same(*here, "pickle", "import pickle\nclass A:\n    pass\n"
         "print(type(pickle.loads(pickle.dumps(A()))) is A)\n")
    same(*here, "stdin", "import sys\nprint(sys.stdin.read())\n", stdin=b"1 2 3")
    same(*here, "status", "raise SystemExit(7)\n")
    same(*here, "status none", "import sys\nsys.exit()\n")
    same(*here, "status text", "import sys\nsys.exit('went wrong')\n")
    same(*here, "status zero in function", "def f():\n    exit(0)\nf()\n")
    same(*here, "traceback", "def f():\n    return 1 / 0\n\nf()\n")
    same(*here, "chained", "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n"
         "    raise ValueError('x') from e\n")
    same(*here, "context", "try:\n    1 / 0\nexcept ZeroDivisionError:\n    undefined\n")
    same(*here, "syntax error", "def f(:\n    pass\n")
    same(*here, "interrupt", "raise KeyboardInterrupt\n")
    same(*here, "caught", "import traceback\ntry:\n    1 / 0\nexcept Exception:\n"
         "    traceback.print_exc()\n")
    same(*here, "own hook", "import sys\n"
         "sys.excepthook = lambda t, v, b: print('hook', t.__name__, b.tb_lineno)\n1 / 0\n")
    same(*here, "exit handlers", "import atexit\natexit.register(print, 'bye')\nprint('hi')\n1/0\n")
    same(*here, "os._exit", "import os\nprint('x', flush=True)\nos._exit(5)\n")
    same(*here, "abort", "import os\nos.abort()\n")
    same(*here, "random", "import random\nrandom.seed(4)\nprint(random.random())\n")
    same(*here, "recursion", "def f(n):\n    return f(n + 1)\ntry:\n    f(0)\n"
         "except RecursionError as e:\n    print(type(e).__name__)\n")
    same(*here, "warning", "import warnings\nwarnings.warn('old', DeprecationWarning)\n")
    same(*here, "encoding", "# -*- coding: utf-8 -*-\nprint(len('\u00e9'))\n")
    same(*here, "future", "from __future__ import annotations\ndef f(x: Missing): pass\n"
         "print(f.__annotations__)\n")
    same(*here, "no annotations of ours", "x: int = 3\nprint(x)\n")
    same(*here, "threads", "import threading\nt = threading.Thread(target=print, args=('t',))\n"
         "t.start()\nt.join(30)\nprint(t.is_alive())\n")
    same(*here, "queue time-out", "import queue, threading, time\nq = queue.Queue()\n"
         "threading.Thread(target=lambda: (time.sleep(.1), q.put(1))).start()\n"
         "print(q.get(timeout=20))\n")
    same(*here, "asyncio", "import asyncio\nasync def work(i):\n    await asyncio.sleep(.01 * i)\n"
         "    return i\nasync def main():\n"
         "    done = [await asyncio.wait_for(work(i), 10) for i in range(8)]\n"
         "    print(done)\nasyncio.run(main())\n")
    same(*here, "sleep", "import time\ntime.sleep(0.01)\nprint('awake')\n")
    missing = [run(python, folder, ["missing.py"], shifted) for shifted in (False, True)]
    check(missing[0].status == missing[1].status == 2 and not missing[1].out,
          "%s: missing file: %r" % (python, missing))


def test_types(python, folder):
    here = (python, folder)
    same(*here, "datetime values", "from datetime import datetime, date, timedelta\n"
         "a = datetime(2020, 1, 2, 3, 4, 5)\n"
         "print(repr(a), a, a + timedelta(days=1), isinstance(a, datetime), isinstance(a, date),\n"
         "      issubclass(datetime, date), type(a).__name__, type(a) == datetime)\n"
         "print(datetime.strptime('2020-03-04', '%Y-%m-%d'), datetime.min, datetime.max)\n"
         "print(repr(datetime.fromisoformat('2020-03-04T05:06:07')))\n"
         "print(datetime.fromtimestamp(0), datetime.combine(date(2020, 1, 1), a.time()))\n")
    same(*here, "datetime pickle", "import pickle, copy\nfrom datetime import datetime\n"
         "a = datetime(2020, 1, 2)\nprint(pickle.loads(pickle.dumps(a)) == a, copy.deepcopy(a))\n")
    same(*here, "datetime subclass", "from datetime import datetime\nclass D(datetime):\n"
         "    def year_after(self):\n        return self.year + 1\n"
         "d = D(2020, 1, 1)\nprint(d.year_after(), type(d).__name__, isinstance(d, datetime),\n"
         "      type(D.now()).__name__, isinstance(datetime(2020, 1, 1), D))\n")
    same(*here, "now is of the class", "import datetime\nn = datetime.datetime.now()\n"
         "print(type(n), isinstance(n, datetime.datetime),\n"
         "      datetime.datetime.now(datetime.timezone.utc).tzinfo)\n")
    same(*here, "utcnow", "import datetime\nprint(type(datetime.datetime.utcnow()))\n")
    same(*here, "clock in a class", "import time\nclass A:\n    clock = time.perf_counter\n"
         "    def f(self):\n        return self.clock() >= 0\nprint(A().f())\n")
    same(*here, "forward only", "import time\n"
         "for clock in (time.time, time.monotonic, time.perf_counter, time.process_time,\n"
         "              time.time_ns, time.perf_counter_ns):\n"
         "    a = [clock() for _ in range(200)]\n    print(a == sorted(a))\n"
         "    print(type(a[0]).__name__, clock.__name__)\n")
    same(*here, "given times", "import time\nprint(time.gmtime(0)[:6], time.ctime(0),\n"
         "      time.strftime('%Y', time.gmtime(0)), time.asctime(time.gmtime(0)))\n")
    same(*here, "wrong use", "import time\nfor f, a in ((time.time, (1,)), (time.strftime, ()),\n"
         "             (time.localtime, ('x',))):\n    try:\n        f(*a)\n"
         "    except TypeError as e:\n        print(type(e).__name__)\n")
    own = os.path.join(folder, "datetime.py")
    with open(own, "w", encoding="utf-8") as file:
        file.write("datetime = 'mine'\n")
    same(*here, "own datetime module", "import datetime\nprint(datetime.datetime)\n")
    os.remove(own)


def test_shift(python, folder):
    here = (python, folder)
    for clock in ("time", "perf_counter", "monotonic", "process_time", "thread_time"):
        numbers_differ(*here, clock, "import time\nt = time.%s()\n"
                       "print('%%.2f s' %% (time.%s() - t))\n" % (clock, clock), every=False)
        numbers_differ(*here, clock + "_ns", "from time import %s_ns as c\nt = c()\n"
                       "print((c() - t) // 1000000000)\n" % clock)
        numbers_differ(*here, clock + " as it is", "import time\nprint(int(time.%s()))\n" % clock)
    numbers_differ(*here, "timeit", "import timeit\nprint('%.1f' % timeit.timeit('pass', number=3))",
                   every=False)
    fields = "%Y %d %M"
    for call in ("time.strftime('%s')" % fields,
                 "time.strftime('%s', time.localtime())" % fields,
                 "time.strftime('%s', time.gmtime())" % fields,
                 "datetime.datetime.now().strftime('%s')" % fields,
                 "datetime.datetime.now(datetime.timezone.utc).strftime('%s')" % fields,
                 "datetime.datetime.today().strftime('%s')" % fields,
                 "datetime.date.today().strftime('%Y %d')"):
        numbers_differ(*here, call, "import time, datetime\nprint(%s)\n" % call)
    tripled(*here)
    names = "'%A %B %p %a %b'"
    same(*here, "names of a date", "import time, datetime\n"
         "print(time.strftime(%s), datetime.datetime.now().strftime(%s))\n" % (names, names))
    for call in ("time.ctime()", "time.asctime()", "datetime.datetime.now()", "time.localtime()[:5]"):
        numbers_differ(*here, call, "import time, datetime\nprint(%s)\n" % call, every=False)


def tripled(python, folder):
    """The same in every run; three times as much when ticks are three times as long."""
    text = ("import time\na, b = time.time_ns(), time.perf_counter_ns()\ntime.sleep(0.01)\n"
            "for _ in range(400):\n    time.monotonic()\n"
            "print(time.time_ns() - a, time.perf_counter_ns() - b)\n")
    with open(os.path.join(folder, "script.py"), "w", encoding="utf-8") as file:
        file.write(text)
    for tick in (1000000, 1):
        spans = [run(python, folder, ["--tick=%d" % ticks, "script.py"], True).out.split()
                 for ticks in (tick, tick, 3 * tick)]
        check(len(spans[0]) == 2 and spans[0] == spans[1],
              "%s: not the same twice: %r" % (python, spans))
        check(all(abs(int(more) - 3 * int(span)) <= 3000 for span, more in zip(spans[0], spans[2])),
              "%s: not tripled: %r" % (python, spans))


def main():
    for python in sys.argv[1:] or [sys.executable]:
        with tempfile.TemporaryDirectory() as folder:
            folder = os.path.realpath(folder)
            test_behaviour(python, folder)
            test_types(python, folder)
            test_shift(python, folder)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
