"""Run a script as `python SCRIPT ARG…` would, and tell what it does that C++ does otherwise.

    python facts.py SECONDS REPORT SCRIPT ARG…

The script's syntax tree gets calls (facts_tree.py puts them in, facts_seen.py is what they do; both stand
in front of this where it runs) around values
that C++ may get wrong in silence: results that may outgrow an integer, operands of // and %, what
is iterated, printed, indexed. Operators stay in the script's own code, so that evaluation order,
errors and tracebacks are the script's.

REPORT is a file to write, and the script prints where it always did; or "-": the report goes to
stdout, and what the script prints is thrown away. Lines, the fields parted by tabs:

    kadane-facts 1 3.12.1
    KIND LINE DETAIL        a later one of the same kind and line takes its place
    end so-far|whole

After SECONDS the report ends with "so-far", and so does the process. A script that is killed
leaves what was written until then. Python 3.8 to 3.14.
"""

import _thread
import ast
import atexit
import os
import sys
import time


def own_frames(traceback):
    """The traceback without the frames of this file at its top."""
    own = run.__code__.co_filename
    while traceback is not None and traceback.tb_frame.f_code.co_filename == own:
        traceback = traceback.tb_next
    return traceback


def watched(source, path):
    """The script's code with the calls in it; as it is where that cannot be had."""
    code = None
    try:
        tree = ast.parse(source, path)
        code = compile(Watch(tree).visit(tree), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        pass
    # Outside, so that its own error has no other behind it.
    return code or compile(source, path, "exec", dont_inherit=True)


def run(path):
    script = type(sys)("__main__")
    script.__file__ = path
    script.__cached__ = None
    script.__builtins__ = sys.modules["builtins"]
    script.__loader__ = type(__loader__)("__main__", path)
    if sys.version_info < (3, 14):
        script.__annotations__ = {}
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        sys.stderr.write("%s: can't open file %r: [Errno %d] %s\n"
                         % (sys.executable, path, error.errno, error.strerror))
        raise SystemExit(2) from None
    sys.modules["__main__"] = script
    try:
        exec(watched(source, path), vars(script))
    except SystemExit as error:
        raise error.with_traceback(None)
    except BaseException as error:
        trace = own_frames(error.__traceback__)
        error.__traceback__ = trace
        sys.last_type, sys.last_value, sys.last_traceback = type(error), error, trace
        sys.excepthook(type(error), error, trace)
        if isinstance(error, KeyboardInterrupt):
            # The process must end by the signal, as it would without this file, and say no more.
            sys.excepthook = lambda *said: None
            raise
        raise SystemExit(1) from None


def open_report(report):
    """A descriptor of our own, high up where a script does not look, and closed in its children."""
    import fcntl

    if report == "-":
        fd = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 200)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
    else:
        nothing = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        fd = fcntl.fcntl(nothing, fcntl.F_DUPFD_CLOEXEC, 200)
    os.close(nothing)
    return fd


def stop_after(seconds, sleep):
    sleep(seconds)
    finish("so-far")
    RAW["exit"](0)


def main():
    if len(sys.argv) < 4:
        sys.stderr.write("usage: facts.py SECONDS REPORT SCRIPT ARG...\n")
        raise SystemExit(2)
    own = [sys.argv.pop(0) for _ in range(3)]
    given = sys.argv[0]
    folder = os.path.dirname(os.path.realpath(given))
    # With -I or -P the script's folder is not searched.
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        sys.path[0] = folder
    for word in own:
        if word in getattr(sys, "orig_argv", ()):
            sys.orig_argv.remove(word)
    RAW["fd"] = open_report(own[2])
    tell("kadane-facts\t1\t%s\n" % sys.version.split()[0])
    atexit.register(finish, "whole")
    try:
        _thread.start_new_thread(stop_after, (float(own[1]), time.sleep))
    except RuntimeError:
        pass  # no room for a thread: whoever started this will end it
    # Since 3.9 Python makes the script's path absolute, but for sys.argv.
    run(os.path.abspath(given) if sys.version_info >= (3, 9) else given)


main()
