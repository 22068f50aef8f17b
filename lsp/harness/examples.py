"""Run the examples in the documentation of some definitions, and tell what they really print.

    python examples.py FILE NAME PATH...

FILE is the source as it would be, NAME what its module is called, each PATH a definition in it
("f", "A.f", "" for the module). The module is imported once, as doctest does; what it prints
meanwhile is thrown away. Lines on stdout, the fields parted by tabs, texts as JSON:

    example PATH LINE ok|failed WANT GOT     LINE counts from 1 in the documentation
    raised PATH LINE WANT GOT                an exception, in its last line
    import GOT                               the module could not be imported: no example ran
    end

Python 3.8 to 3.14.
"""

import contextlib
import doctest
import importlib.util
import io
import json
import os
import sys
import traceback

TEXT_MAX = 2000

REPORT = os.fdopen(os.dup(1), "w", encoding="utf-8")


def tell(*fields):
    REPORT.write("\t".join(fields) + "\n")
    REPORT.flush()


def cut(text):
    return json.dumps(text[:TEXT_MAX])


class Runner(doctest.DocTestRunner):
    """Tells of each example in place of printing."""

    def __init__(self, path):
        super().__init__(verbose=False)
        self.path = path

    def line(self, example):
        return str(example.lineno + 1)

    def report_start(self, out, test, example):
        pass

    def report_success(self, out, test, example, got):
        tell("example", self.path, self.line(example), "ok", cut(example.want), cut(got))

    def report_failure(self, out, test, example, got):
        tell("example", self.path, self.line(example), "failed", cut(example.want), cut(got))

    def report_unexpected_exception(self, out, test, example, exc_info):
        last = traceback.format_exception_only(*exc_info[:2])[-1]
        tell("raised", self.path, self.line(example), cut(example.want), cut(last))


def load(file, name):
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))
    spec.loader.exec_module(module)
    return module


def documented(module, path):
    """What stands at a path: a property is looked at as such, not asked for its value."""
    found = module
    for part in path.split(".") if path else ():
        found = vars(found)[part] if part in vars(found) else getattr(found, part)
    return found


def text_of(found):
    text = getattr(found, "__doc__", None)
    return text if isinstance(text, str) else ""


def run(module, path):
    try:
        text = text_of(documented(module, path))
    except (AttributeError, KeyError, TypeError):
        return  # nested in a function, or replaced by something else
    test = doctest.DocTestParser().get_doctest(text, dict(vars(module)), path or module.__name__,
                                               module.__file__, 0)
    if test.examples:
        Runner(path).run(test, out=lambda said: None, clear_globs=False)


def main():
    if len(sys.argv) < 4:
        sys.stderr.write("usage: examples.py FILE NAME PATH...\n")
        raise SystemExit(2)
    file, name, paths = sys.argv[1], sys.argv[2], sys.argv[3:]
    sys.argv[:] = [file]
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            module = load(file, name)
    except BaseException as error:  # also SystemExit: a script may end itself
        tell("import", cut(traceback.format_exception_only(type(error), error)[-1].strip()))
        tell("end")
        os._exit(0)
    for path in paths:
        try:
            run(module, path)
        except ValueError as error:  # an example that is malformed
            tell("example", path, "1", "failed", cut(""), cut(str(error)))
    tell("end")
    # What the module has started does not keep us.
    os._exit(0)


main()
