#!/usr/bin/env python3
"""--record: a conversation is written down as it was, and plays again without a network."""

import glob
import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from asked import User, provider  # noqa: E402
from editor import SUM_CPP, SUM_PY, WRONG_CPP, fenced  # noqa: E402

KEY = "sk-not-in-a-recording-1"
QUICK = ("--quick", "--time-budget", "0", "--json")
# What a careless writer of recordings would lose or misread.
AWKWARD = ("\nLook:  \n-- answer 2 --\n-- end --\r\n-- =x --\r\n-- when --\n" +
           fenced("// -- not a section --\n// -- answer 3 -- \n" + WRONG_CPP) +
           "tail \t\n-- answer 2 --\n\n\n")
TOLD = ("outputs", "output", "rounds", "compiles", "findings", "holds")


class Recordings(unittest.TestCase):
    def setUp(self):
        self.user = User()
        self.addCleanup(self.user.remove)
        self.user.configure({"checks": {"facts": False}})
        self.user.write("work/sum.py", SUM_PY)
        self.folder = self.user.path("recordings", "new")

    def translate(self, *arguments, name="sum.py", **env):
        for path in glob.glob(self.user.path("work", "*.cpp")):
            os.remove(path)
        done = self.user.run("run", "translate", name, *QUICK, *arguments, **env)
        self.assertNotIn(KEY, done.stdout + done.stderr)
        return done, json.loads(done.stdout)

    def record(self, *answers, name="sum.py", **env):
        """Ask a loopback server for a translation, and record it."""
        said = [word for answer in answers for word in ("--answer", answer)]
        with provider(*said, "--key", KEY) as (port, _):
            return self.translate(
                "--provider", "anthropic", "--record", self.folder, name=name,
                ANTHROPIC_BASE_URL=f"http://127.0.0.1:{port}", ANTHROPIC_API_KEY=KEY, **env)

    def files(self):
        return sorted(os.listdir(self.folder))

    def text(self, name):
        return pathlib.Path(self.folder, name).read_bytes().decode()

    def test_two_rounds(self):
        done, verdict = self.record(AWKWARD, fenced(SUM_CPP, "Fixed.\n"))
        self.assertEqual((done.returncode, verdict["rounds"], verdict["output"]),
                         (0, 2, "identical"), done.stderr)
        self.assertEqual(self.files(), ["sum-0001.txt"])
        text = self.text("sum-0001.txt")
        for secret in (KEY, self.user.path("home"), "127.0.0.1", "x-api-key"):
            self.assertNotIn(secret, text)
        self.assertIn("total += i", text.partition("-- answer 1 --")[0])
        again, replayed = self.translate("--replay", self.folder)
        self.assertEqual(again.returncode, 0, again.stderr)
        for name in TOLD:
            self.assertEqual(verdict.get(name), replayed.get(name), name)
        self.assertEqual(verdict["model"], replayed["model"])
        # What was replayed can be recorded, and is the same.
        self.translate("--replay", self.folder, "--record", self.user.path("copy"))
        copy = pathlib.Path(self.user.path("copy", "sum-0001.txt")).read_bytes().decode()
        self.assertEqual(text.partition("-- when --")[2], copy.partition("-- when --")[2])

    def test_one_answer_and_nothing_overwritten(self):
        os.makedirs(self.folder)
        mine = pathlib.Path(self.folder, "sum-0001.txt")
        mine.write_text("mine")
        os.symlink("/nowhere", os.path.join(self.folder, "sum-0003.txt"))
        for _ in range(2):
            done, _ = self.record(fenced(SUM_CPP))
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.files(), [f"sum-{n:04}.txt" for n in range(1, 5)])
        self.assertEqual(mine.read_text(), "mine")
        self.assertEqual(self.text("sum-0002.txt"), self.text("sum-0004.txt"))

    def test_found_by_the_source(self):
        """Of two sources of which one holds all lines of the other each finds its own."""
        self.user.write("work/longer.py", SUM_PY + "print(total - 1)\n")
        longer = SUM_CPP.replace("}", '    std::printf("%lld\\n", total - 1);\n}')
        self.record(fenced(SUM_CPP))
        self.record(fenced(longer), name="longer.py")
        for name in ("sum.py", "longer.py"):
            done, verdict = self.translate("--replay", self.folder, name=name)
            self.assertEqual((done.returncode, verdict["output"]), (0, "identical"), done.stderr)
        self.user.write("work/other.py", SUM_PY.replace("2000000", "3000000"))
        done, _ = self.translate("--replay", self.folder, name="other.py")
        self.assertIn("none of its 2 files applies", done.stderr)

    def test_personal(self):
        home = self.user.path("home")
        source = f'path = "{home}/data.txt"\nkey = "{KEY}"\nprint(len("{home}x") > 3)\n'
        self.user.write("work/personal.py", source)
        answer = fenced("#include <cstdio>\nint main() { std::puts(\"True\"); }",
                        f"As in {home}/data.txt, not {home}x, /chroot{home}; {KEY}\n{home}")
        done, _ = self.record(answer, name="personal.py")
        self.assertEqual(done.returncode, 0, done.stderr)
        text = self.text("personal-0001.txt")
        self.assertIn(f"As in ~/data.txt, not {home}x, /chroot{home}; {'*' * len(KEY)}\n~\n", text)
        self.assertNotIn(KEY, text)
        done, verdict = self.translate("--replay", self.folder, name="personal.py")
        self.assertEqual((done.returncode, verdict["output"]), (0, "identical"), done.stderr)

    def test_as_a_setting(self):
        """Also where nothing can be written, which hinders nothing."""
        for folder, words in ((self.user.path("work", "sum.py"), "is not recorded: "),
                              ("here", "is not recorded: setting record.folder: must be an abs"),
                              ("~/kept", "")):
            self.user.configure({"record": {"folder": folder}, "checks": {"facts": False}})
            with provider("--answer", fenced(SUM_CPP)) as (port, _):
                done, verdict = self.translate("--provider", "anthropic",
                                               ANTHROPIC_BASE_URL=f"http://127.0.0.1:{port}")
            self.assertEqual((done.returncode, verdict["output"]), (0, "identical"), done.stderr)
            self.assertIn(words, done.stderr)
        self.assertEqual(os.listdir(self.user.path("home", "kept")), ["sum-0001.txt"])
        self.assertEqual(sorted(os.listdir(self.user.path("work"))), ["sum.cpp", "sum.py"])

    def test_folder_that_cannot_be(self):
        done = self.user.run("run", "translate", "sum.py", "--record",
                             self.user.path("work", "sum.py"))
        self.assertIn("work/sum.py/.: not a directory", done.stderr)
        self.assertNotEqual(done.returncode, 0)

    def test_no_answer_no_recording(self):
        with provider("--fault", "500") as (port, _):
            self.translate("--provider", "anthropic", "--record", self.folder,
                           ANTHROPIC_BASE_URL=f"http://127.0.0.1:{port}", ANTHROPIC_API_KEY=KEY)
        self.assertEqual(self.files(), [])


if __name__ == "__main__":
    unittest.main()
