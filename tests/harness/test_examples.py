"""Tests of lsp/harness/examples.py: what the examples in documentation really print.

    python3 tests/harness/test_examples.py [PYTHON…]

Each given interpreter is tested (default: the one that runs this). Standard library only.
"""

import json
import os
import subprocess
import sys
import tempfile

HARNESS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "lsp", "harness",
                       "examples.py")

SOURCE = '''"""M.

>>> 1 + 1
2
"""
import sys
print("noise", file=sys.stdout)


def f(x):
    """F.

    >>> f(1)
    2
    >>> f(2)
    4
    >>> f([])
    5
    >>> f("a")
    Traceback (most recent call last):
    ...
    TypeError: can only concatenate str (not "int") to str
    """
    return x + 1


class A:
    @property
    def p(self):
        """P.

        >>> A().p
        3
        """
        return 3

    def malformed(self):
        """B.

        >>>x
        """


def ends():
    """E.

    >>> sys.exit(3)
    """
'''

passed = failed = 0


def check(got, want, what):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print("failed: %s: %r, wanted %r" % (what, got, want))


def run(python, source, *paths):
    """The report's lines as fields, texts decoded."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "given.py"), "w", encoding="utf-8") as file:
            file.write(source)
        ran = subprocess.run([python, os.path.abspath(HARNESS), "given.py", "given", *paths],
                             cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lines = [line.split("\t") for line in ran.stdout.decode().splitlines()]
    return [[json.loads(part) if part.startswith('"') else part for part in line]
            for line in lines]


def main():
    for python in sys.argv[1:] or [sys.executable]:
        check(run(python, SOURCE, ""), [["example", "", "3", "ok", "2\n", "2\n"], ["end"]], "module")
        said = run(python, SOURCE, "f")
        check([line[:4] for line in said[:2]],
              [["example", "f", "3", "ok"], ["example", "f", "5", "failed"]], "function")
        check(said[1][4:], ["4\n", "3\n"], "what it printed")
        check(said[2][:3] + said[2][4:],
              ["raised", "f", "7", 'TypeError: can only concatenate list (not "int") to list\n'],
              "an exception")
        check(said[3][:4], ["example", "f", "9", "ok"], "an exception that is expected")
        check([line[:4] for line in run(python, SOURCE, "A.p")],
              [["example", "A.p", "3", "ok"], ["end"]], "property")
        said = run(python, SOURCE, "A.malformed")
        check(said[0][:4], ["example", "A.malformed", "1", "failed"], "malformed")
        check(run(python, SOURCE, "nope", "A.nope"), [["end"]], "not there")
        check(run(python, SOURCE, "ends", "")[-1], ["end"], "goes on after an exit")
        check(run(python, "import no_such_module\n", "f"),
              [["import", "ModuleNotFoundError: No module named 'no_such_module'"], ["end"]],
              "import")
        check(run(python, "raise SystemExit(3)\n", "f"),
              [["import", "SystemExit: 3"], ["end"]], "a script that ends itself")
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
