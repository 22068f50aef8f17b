"""Tests of lsp/harness/same_code.py: what counts as the same code, and what does not.

    python3 tests/harness/test_same_code.py [PYTHON…]

Each given interpreter is tested (default: the one that runs this). Standard library only.
"""

import os
import subprocess
import sys
import tempfile

HARNESS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "lsp", "harness",
                       "same_code.py")

# Before, after, what is said of them.
PAIRS = (
    ("def f(): return 1 # c\n", 'def f():\n    """D."""\n    return 1 # c\n', "same"),
    ("def f(): return 1 # c\n", 'def f():\n    """D."""\n    return 1 # d\n',
     "different: '# c' has become '# d'"),
    ("def f(): return 1\n", 'def f():\n    """\\d"""\n    return 1\n',
     "different: the compiler warns of it"),
    ("def f(): return '\\d'\n", 'def f():\n    r"""\\d"""\n    return \'\\d\'\n', "same"),
    ("def f(): return 1\n", 'def f():\n    """d"""\n    return 2\n',
     "different: the syntax trees differ"),
    ("def f(): return 1\n", "def f(:\n", "different: the result does not compile: "),
    ("def f():\n  'x'\n  return 1\n", "def f():\n  return 1\n", "same"),
    ("x='\u00e9'; y=1\n'z'\n", "x='\u00e9'; y=1\n'z'\n", "same"),
    ("def f():\r\n  return 1\r\n", "def f():\r\n  '''a\r\n  b'''\r\n  return 1\r\n", "same"),
    ("def f():\n  pass\n", "def f():\n  '''a'''\n  pass; pass\n",
     "different: the syntax trees differ"),
    ("class A:\n  x='a' 'b'\n", "class A:\n  '''d'''\n\n  x='a' 'b'\n", "same"),
    ("x = 0x10\n", "'d'\nx = 16\n", "different: '0x10' has become '16'"),
    ("x = (1)\n", "x = 1\n", "different: '(' has become '1'"),
    ("'''a'''\nx = 1\n", "'''b'''\nx = 1\nb'c'\n", "different: the syntax trees differ"),
    ("def f():\n  f'x'\n", "def f():\n  f'y'\n", "different: the syntax trees differ"),
    ("# coding: latin-1\nx = 1\n", "# coding: latin-1\n'd'\nx = 1\n", "same"),
    ("", "'d'\n", "same"),
    # No line ends to Python, though to splitlines.
    ("\x0cx = 1\n\x0c\nclass A: pass\n", "\x0cx = 1\n\x0c\nclass A:\n    'A.'\n    pass\n", "same"),
    ("x = '\u2028\x1c'\ndef f(): return 1\n",
     "x = '\u2028\x1c'\ndef f():\n    'D.'\n    return 1\n", "same"),
    ("x = '\u2028'\ndef f():\n  'd'; y = 1 # c\n", "x = '\u2028'\ndef f():\n  'd'; y = 1 # d\n",
     "different: '# c' has become '# d'"),
    # A string in parts, and another one behind it on its line.
    ("def f():\n  'a' 'b'; 'c'\n", "def f():\n  'a'; 'c'\n", "same"),
    ("def f():\n  'a'; 'c'\n", "def f():\n  'a'; 'd'\n", "different: the syntax trees differ"),
)


def judge(python, folder, before, after):
    for name, text in (("before.py", before), ("after.py", after)):
        with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as file:
            file.write(text)
    ran = subprocess.run([python, os.path.abspath(HARNESS), "before.py", "after.py"], cwd=folder,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return ran.stdout.decode() + ran.stderr.decode()


def main():
    passed = failed = 0
    for python in sys.argv[1:] or [sys.executable]:
        with tempfile.TemporaryDirectory() as folder:
            for before, after, want in PAIRS:
                said = judge(python, folder, before, after)
                fine = said == want + "\n" or (want.endswith(": ") and said.startswith(want)
                                               and said.count("\n") == 1)
                passed, failed = passed + fine, failed + (not fine)
                if not fine:
                    print("failed: %r to %r: %r, wanted %r" % (before, after, said, want))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
