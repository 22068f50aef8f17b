"""Are two Python sources the same code, but for documentation?

    python same_code.py BEFORE AFTER

Prints "same", or "different: WHY" in one line. The same means: syntax trees that are equal once
documentation strings are taken out, the same tokens but for those strings (comments too, so that
no byte but white space and documentation has changed), and no new warning of the compiler's.
Python 3.8 to 3.14.
"""

import ast
import bisect
import io
import sys
import tokenize
import warnings

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
LAYOUT = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


class Difference(Exception):
    """Why the two are not the same."""


def parsed(path, name):
    """The text of a file, its tree, and how often the compiler warned. `name` is for people."""
    with open(path, "rb") as file:
        source = file.read()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            tree = ast.parse(source, name)
            compile(source, name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise Difference("%s does not compile: %s" % (name, error)) from None
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding), tree, len(said)


def take_docs(tree):
    """Take documentation out of the tree; where it began: (line, column) in UTF-8 bytes."""
    places = set()
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            string = node.body.pop(0).value
            places.add((string.lineno, string.col_offset, string.end_lineno, string.end_col_offset))
    return places


def tokens(source, places):
    """All tokens but those of documentation and of layout."""
    kept = []
    places = sorted(places)
    # Not splitlines: a form feed or U+2028 ends no line of Python's.
    lines = list(io.StringIO(source, newline=""))
    for token in tokenize.generate_tokens(io.StringIO(source, newline="").readline):
        if token.type in LAYOUT:
            continue
        row, column = token.start
        column = len(lines[row - 1][:column].encode()) if row <= len(lines) else column
        before = bisect.bisect_right(places, (row, column, sys.maxsize, 0))
        if before == 0 or (row, column) >= places[before - 1][2:]:
            kept.append((token.type, token.string))
    return kept


def compare(before, after):
    old_source, old_tree, old_warnings = parsed(before, "the source")
    new_source, new_tree, new_warnings = parsed(after, "the result")
    old_places, new_places = take_docs(old_tree), take_docs(new_tree)
    if ast.dump(old_tree) != ast.dump(new_tree):
        raise Difference("the syntax trees differ")
    old_tokens, new_tokens = tokens(old_source, old_places), tokens(new_source, new_places)
    if old_tokens != new_tokens:
        for old, new in zip(old_tokens, new_tokens):
            if old != new:
                raise Difference("%r has become %r" % (old[1], new[1]))
        raise Difference("there are %d tokens, there were %d" % (len(new_tokens), len(old_tokens)))
    if new_warnings > old_warnings:
        raise Difference("the compiler warns of it")


def main():
    if len(sys.argv) != 3:
        sys.stderr.write("usage: same_code.py BEFORE AFTER\n")
        raise SystemExit(2)
    try:
        compare(sys.argv[1], sys.argv[2])
    except Difference as difference:
        print("different: " + " ".join(str(difference).split()))
    else:
        print("same")


main()
