"""A verdict is about one text: edits make it stale, and that text makes it fresh again, whichever
way it came back. Undo is what editors send for it: the edit turned round."""

import json
import pathlib
import re
import time

from checks import PATIENCE, check, main
from editor import FULL, GOOD, SUM_CPP, SUM_PY, WRONG_CPP, Editor, fenced, recording
from page import EARLIER, MAIN_LINE, MAIN_PY, QUICK, Page, check_fresh, check_line, check_stale
from page import shown


def speaking(encoding):
    caps = json.loads(json.dumps(FULL))
    caps["general"]["positionEncodings"] = [encoding]
    editor = Editor(caps, QUICK, GOOD)
    assert editor.initialize["capabilities"].get("positionEncoding", "utf-16") == encoding
    return editor


def undo_in(encoding):
    editor = speaking(encoding)
    page = Page(editor, "a.py", MAIN_PY, encoding).translate()
    check_fresh(editor, "a.py", MAIN_LINE)
    page.put("the total", None, "the t\U0001f600tal")
    check_stale(editor, "a.py", MAIN_LINE)
    page.put("the end", None, "")
    page.put(0, 0, "# \U0001f600\r\n#\n# é\n")
    check_line(editor, "a.py", MAIN_LINE + 3)
    page.put("é … the t\U0001f600tal\ndef total", None, "\U0001f600 x\ndef t\U0001f600")
    for _ in range(3):
        page.undo()
        check_stale(editor, "a.py", shown(editor, "a.py")["line"])
    page.undo()
    assert page.text == MAIN_PY
    check_fresh(editor, "a.py", MAIN_LINE)
    page.redo()
    check_stale(editor, "a.py", MAIN_LINE)
    page.undo()
    check_fresh(editor, "a.py", MAIN_LINE)
    editor.leave()


@check
def undo_in_utf_8():
    undo_in("utf-8")


@check
def undo_in_utf_16():
    undo_in("utf-16")


@check
def undo_in_utf_32():
    undo_in("utf-32")


@check
def every_byte_counts():
    """Nothing about an edit tells that it changes nothing: not a comment, not a blank."""
    editor = Editor(options=QUICK, recordings=GOOD)
    page = Page(editor, "a.py", MAIN_PY).translate()
    end = len(MAIN_PY)
    for start, stop, new in ((end, end, "\n"), (end, end, "# note\n"), (0, 1, "#\t"),
                             (end - 1, end, ""), (2, 3, "\U0001f601"), (7, 8, "T")):
        page.put(start, stop, new)
        check_stale(editor, "a.py", MAIN_LINE)
        page.undo()
        check_fresh(editor, "a.py", MAIN_LINE)
    mark = len(editor.log)
    page.put("total", None, "total")
    page.whole(MAIN_PY)
    check_fresh(editor, "a.py", MAIN_LINE)
    news = [m["method"] for m in editor.log[mark:] if "method" in m]
    assert news == [], "the same text was typed, and something is said to be new"
    editor.leave()


@check
def line_follows():
    editor = Editor(options=QUICK, recordings=GOOD)
    page = Page(editor, "a.py", MAIN_PY).translate()
    page.put(0, 0, "#\r#\r\n#\n")
    # The test's own count of lines knows no \r alone: whole texts from here on.
    assert shown(editor, "a.py")["line"] == MAIN_LINE + 3
    page.whole("# one\n" + MAIN_PY)
    check_line(editor, "a.py", MAIN_LINE + 1)
    page.whole("# one\r# two\r" + MAIN_PY.replace("\n", "\r"))
    check_line(editor, "a.py", MAIN_LINE + 2)
    page.whole(MAIN_PY + "# three\n")
    check_line(editor, "a.py", MAIN_LINE)
    start = MAIN_PY.index("def total")
    page.put(start, start, "\n" * 5)
    check_line(editor, "a.py", MAIN_LINE + 5)
    page.put("\n" * 4, None, "")
    check_line(editor, "a.py", MAIN_LINE + 1)
    # A formatter: one edit from the first difference to the last.
    page.put(0, len(page.text), "#\n#\n" + MAIN_PY.replace("0:", "0 :"))
    check_line(editor, "a.py", MAIN_LINE + 2)
    page.put(page.text.index("def total"), page.text.index("    print("), "")
    assert shown(editor, "a.py")["line"] == 3, "where its line was"
    page.whole("")
    assert shown(editor, "a.py")["line"] == 0
    page.whole(MAIN_PY)
    check_fresh(editor, "a.py", MAIN_LINE)
    editor.leave()


@check
def close_and_reopen():
    editor = Editor(options=QUICK, recordings=GOOD)
    page = Page(editor, "a.py", MAIN_PY).translate()
    page.put("the end", None, "the and")
    check_stale(editor, "a.py", MAIN_LINE)
    editor.close_document("a.py")
    page = Page(editor, "a.py", MAIN_PY, version=70)
    check_fresh(editor, "a.py", MAIN_LINE)
    assert editor.of("textDocument/publishDiagnostics")[-1]["version"] == 70
    editor.close_document("a.py")
    page = Page(editor, "a.py", "# one\n" + MAIN_PY, version=90)
    check_stale(editor, "a.py", MAIN_LINE + 1)
    page.put("# one\n", None, "")
    check_fresh(editor, "a.py", MAIN_LINE)
    page.put("the end", None, "the and")
    editor.close_document("a.py")
    assert editor.result("textDocument/codeLens", {"textDocument": {"uri": editor.uri("a.py")}}) == []
    editor.leave()


@check
def several_documents():
    other = recording("range(2000001)", fenced(SUM_CPP.replace("2000000", "2000001")))
    editor = Editor(options=QUICK, recordings={"other": other, **GOOD})
    pages = [Page(editor, "a.py", MAIN_PY), Page(editor, "b.py", SUM_PY.replace("00000)", "00001)"))]
    for page in pages:
        page.translate()
    a, b = pages
    a.put("the end", None, "the and")
    b.put(0, 0, "#")
    b.undo()
    check_stale(editor, "a.py", MAIN_LINE)
    check_fresh(editor, "b.py")
    a.undo()
    b.put("i in", None, "j in")
    check_fresh(editor, "a.py", MAIN_LINE)
    check_stale(editor, "b.py")
    mark = len(editor.log)
    b.undo()
    check_fresh(editor, "b.py")
    about = {m["params"]["uri"] for m in editor.log[mark:]
             if m.get("method") == "textDocument/publishDiagnostics"}
    assert about == {editor.uri("b.py")}, about
    editor.leave()


# --- while a job runs ---


def begin_slowly():
    answer = "Well. " * 60 + "\n\n" + fenced(SUM_CPP)
    slow = {"sum": recording("range(2000000)", answer, pace=60)}
    editor = Editor(options=QUICK, recordings=slow)
    page = Page(editor, "a.py", MAIN_PY)
    job = editor.translate("a.py")
    editor.wait_phase(job, "asking the model")
    return editor, page, job


def verdicts(editor, mark=0):
    """The codes of all diagnostics there were since, in their order."""
    return [d["code"] for m in editor.log[mark:]
            if m.get("method") == "textDocument/publishDiagnostics"
            for d in m["params"]["diagnostics"]]


@check
def edited_while_it_runs():
    editor, page, job = begin_slowly()
    page.put("result += i", None, "result += j")
    page.put(0, 0, "#\n#\n")
    editor.wait_end(job)
    check_stale(editor, "a.py", MAIN_LINE + 2)
    assert set(verdicts(editor)) == {"kadane-stale"}, "a claim was made for a text it is not about"
    page.undo()
    check_line(editor, "a.py", MAIN_LINE)
    page.undo()
    check_fresh(editor, "a.py", MAIN_LINE)
    page.redo()
    check_stale(editor, "a.py", MAIN_LINE)
    editor.leave()


@check
def edited_and_undone_while_it_runs():
    editor, page, job = begin_slowly()
    page.put(0, MAIN_PY.index("    print"), "")
    page.undo()
    editor.wait_end(job)
    check_fresh(editor, "a.py", MAIN_LINE)
    assert set(verdicts(editor)) == {"kadane-verified"}, verdicts(editor)
    editor.leave()


@check
def reopened_while_it_runs():
    editor, page, job = begin_slowly()
    editor.close_document("a.py")
    page = Page(editor, "a.py", "#\n#\n" + MAIN_PY, version=9)
    editor.wait_end(job)
    check_stale(editor, "a.py", MAIN_LINE + 2)
    page.put("#\n#\n", None, "")
    check_fresh(editor, "a.py", MAIN_LINE)
    editor.leave()


# --- what must not be claimed, and what it costs ---


@check
def mismatch_is_no_warning():
    wrong = {"wrong": recording("range(2000000)", *[fenced(WRONG_CPP)] * 3)}
    editor = Editor(options=QUICK, recordings=wrong)
    page = Page(editor, "a.py", MAIN_PY).translate()
    before = editor.diagnostics("a.py")
    assert before[0]["severity"] == 2 and before[0]["code"] == "kadane-output-mismatch", before
    page.put("the end", None, "the and")
    editor.at("codeLens", "a.py")
    stale, = editor.diagnostics("a.py")
    assert stale["severity"] == 4 and stale["message"].endswith(EARLIER), stale
    assert "relatedInformation" not in stale and "\n" not in stale["message"], stale
    page.undo()
    editor.at("codeLens", "a.py")
    assert editor.diagnostics("a.py") == before
    editor.leave()


@check
def text_that_is_not_known():
    """After an edit that cannot be applied nothing is the same any more, whatever it looks like."""
    editor = Editor(options=QUICK, recordings=GOOD)
    page = Page(editor, "a.py", MAIN_PY).translate()
    editor.edit("a.py", 0, -1, "")
    check_stale(editor, "a.py", MAIN_LINE)
    page.put("the end", None, "the and")
    page.undo()
    check_stale(editor, "a.py", MAIN_LINE)
    page.whole(MAIN_PY)
    check_fresh(editor, "a.py", MAIN_LINE)
    editor.leave()


@check
def typing_over_a_long_text():
    """
    Edits that keep the length, faster than the text may be hashed: what holds in the end is shown
    in the end, without being asked for, and nothing else ever was.
    """
    editor = Editor(options=QUICK, recordings=GOOD)
    page = Page(editor, "a.py", MAIN_PY + "# a line that says nothing\n" * 15000).translate()
    for last in ("A", "0"):
        mark = len(editor.log)
        for letter in "123456789" * 40 + last:
            page.put(page.text.index("result = ") + 9, page.text.index("result = ") + 10, letter)
        fresh = last == "0"
        code = "kadane-verified" if fresh else "kadane-stale"
        time.sleep(0.3)  # nothing is asked meanwhile
        if editor.diagnostics("a.py")[0]["code"] != code:
            editor.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics"
                        and m["params"]["diagnostics"][0]["code"] == code, code, 5 * PATIENCE)
        (check_fresh if fresh else check_stale)(editor, "a.py", MAIN_LINE)
        told = verdicts(editor, mark)
        assert told == [code], told
    editor.leave()


@check
def asked_while_typing():
    """Who asks is told what holds now, even where the text would not be looked at yet."""
    editor = Editor(options=QUICK, recordings=GOOD)
    page = Page(editor, "a.py", MAIN_PY + "# a line that says nothing\n" * 15000).translate()
    at = page.text.index("result = ") + 9
    for letter in "10" * 10:
        page.put(at, at + 1, letter)
    assert report(editor, "a.py")["stale"] is False
    for letter in "10" * 10:
        page.put(at, at + 1, letter)
    check_fresh(editor, "a.py", MAIN_LINE)
    editor.leave()


# --- the report ---


def hash_of(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def report(editor, name):
    return editor.execute("kadane.showReport", {"uri": editor.uri(name)})["result"]


@check
def report_names_the_text():
    editor = Editor(options=QUICK, recordings=GOOD)
    page = Page(editor, "a.py", MAIN_PY, version=12).translate()
    named = f"This verdict is about version 12 of the document, text hash {hash_of(MAIN_PY)}."
    said = report(editor, "a.py")
    assert (said["version"], said["sourceHash"], said["stale"]) == (12, hash_of(MAIN_PY), False)
    assert said["report"].rstrip().endswith(named + " The text is still the same."), said
    assert pathlib.Path(said["path"]).read_text() == said["report"]
    page.put("the end", None, "the and")
    said = report(editor, "a.py")
    assert (said["version"], said["sourceHash"], said["stale"]) == (12, hash_of(MAIN_PY), True)
    now = f" Stale: the text has changed since, it is version {editor.versions['a.py']} now."
    assert said["report"].startswith(named + now), "before anything is claimed"
    assert "| Output |" in said["report"] and pathlib.Path(said["path"]).read_text() == said["report"]
    page.undo()
    assert report(editor, "a.py")["stale"] is False, "also when nothing else was asked before"
    editor.close_document("a.py")
    said = report(editor, "a.py")
    assert said["stale"] is None and "is not known" in said["report"], said
    editor.leave()


@check
def report_on_a_file():
    """What is not open has no version."""
    editor = Editor(options=QUICK, recordings=GOOD)
    pathlib.Path(editor.path("a.py")).write_text(MAIN_PY)
    editor.wait_end(editor.translate("a.py"))
    said = report(editor, "a.py")
    assert said["version"] is None and said["sourceHash"] == hash_of(MAIN_PY), said
    assert re.search(r"about the file as it was read, text hash [0-9a-f]{16}\.", said["report"]), said
    Page(editor, "a.py", MAIN_PY)
    check_fresh(editor, "a.py", MAIN_LINE)
    editor.leave()


if __name__ == "__main__":
    main()
