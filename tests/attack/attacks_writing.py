"""
Writing: files of the user's, what is shown, FIFOs, the one file that comes out, and what is left
for the next run.
"""

import os
import stat
import subprocess
import threading
import time

from world import PYTHON, check, only


def attack_write_outside(world, tier):
    # The victim is not even visible in the full sandbox; where its folder is, it must hold too.
    for ro in ((), (world.work,)):
        result = world.attack(tier, "write_outside.py", world.canary, world.work, ro=ro)
        check("DID" not in result.out, result)


def attack_swapped_folder(world, tier):
    """The watch gives a folder its permissions back; it shall not follow a link that is one now."""
    world.attack(tier, "swap.c", world.canary, limits=("wall=20",))
    check(stat.S_IMODE(world.canary.stat().st_mode) == 0o666, "the mode of a file was changed")


def attack_shown_file(world, tier):
    with open(world.canary, "rb") as file:
        world.attack(tier, "shown_file.py", world.shown, ro=[world.shown], stdin=file)


def attack_fifo_in_mount(world, tier):
    """A folder that is shown holds a FIFO somebody outside reads from."""
    folder = world.work / "package"
    folder.mkdir()
    os.mkfifo(folder / "fifo")
    os.chmod(folder / "fifo", 0o666)
    fd = os.open(folder / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    try:
        result = world.attack(tier, "fifo.py", folder / "fifo", ro=[folder])
        try:
            heard = os.read(fd, 100)
        except BlockingIOError:
            heard = b""
    finally:
        os.close(fd)
        (folder / "fifo").unlink()
        folder.rmdir()
    check(not heard and "DID" not in result.out, f"it was written to: {heard} {result}")


def result_file(world, text="result"):
    target = world.work / "result"
    target.write_text(text)
    os.chmod(target, 0o644)
    os.chown(target, world.uid, -1)
    return target


def attack_artifact_replaced(world, tier):
    for what in ("link", "fifo", "folder", "hard", "rename"):
        target = result_file(world)
        result = world.attack(tier, "artifact.py", target, world.canary, what, out=target,
                              limits=("wall=5",))
        check("DID" not in result.out, result)
        check(stat.S_ISREG(target.lstat().st_mode), "the result is no file any more")
        check(target.read_text() == "result", "the result was replaced")
        target.unlink()


def attack_artifact_grows(world, tier):
    target = result_file(world)
    world.sandbox(tier, PYTHON, world.programs / "artifact_kinds.py", target, "grow", out=target,
                  ro=[world.programs / "artifact_kinds.py"], limits=("disk=16M", "wall=10"))
    size = target.stat().st_size
    target.unlink()
    check(size <= 16 << 20, f"the result grew to {size >> 20} MB")


def attack_artifact_mode(world, tier):
    """Run by whoever, changed by whoever: not by the program's will."""
    for how in ("script", "binary"):
        target = result_file(world)
        world.attack(tier, "artifact_kinds.py", target, how, out=target)
        mode = stat.S_IMODE(target.stat().st_mode)
        notes = os.listxattr(target)
        target.unlink()
        check(mode & 0o7022 == 0, f"the result ({how}) has the mode {mode:o}")
        check(not notes or tier == "full", f"the result has attributes: {notes}")


def attack_artifact_race(world, tier):
    """Its name is swapped for a link, outside, while the program still writes."""
    target = result_file(world)
    aside = world.work / "aside"

    def swap():
        for _ in range(200):
            if target.read_text() == "begun":
                break
            time.sleep(0.02)
        os.rename(target, aside)
        target.symlink_to(world.canary)

    swapper = threading.Thread(target=swap)
    swapper.start()
    # First into the file as it is, then by its name, which means another one outside by now.
    script = 'printf begun >"$1"; sleep 0.8; printf "\\177ELF" >"$1"'
    world.sandbox(tier, "sh", "-c", script, "sh", target, out=target)
    swapper.join()
    check(target.is_symlink(), "the result was put where a link was")
    target.unlink()
    aside.unlink()


def attack_artifact_elsewhere(world, tier):
    """What is no file is no place for a result."""
    fifo = world.work / "fifo"
    os.mkfifo(fifo)
    for place in (fifo, world.home, "/dev/null", world.work / "missing/result"):
        result = world.sandbox(tier, "true", out=place, timeout=10)
        check(result.code == 125, f"{place}: {result}")
    fifo.unlink()
    loose = world.work / "loose"
    loose.symlink_to(world.work / "not-there")
    result = world.sandbox(tier, "true", out=loose)
    there = (world.work / "not-there").exists()
    loose.unlink()
    check(result.code == 125 and not there, f"a link that leads nowhere was followed: {result}")


def attack_leftover(world, tier):
    first = world.attack(tier, "leftover.py", "first")
    second = world.attack(tier, "leftover.py", "second")
    # Nested deeper than anybody wants to look: stopped or not, it must be gone afterwards.
    path = world.programs / "leftover.py"
    world.sandbox(tier, PYTHON, path, "deep", ro=[path])
    check("ALREADY" not in first.out and "FOUND" not in second.out, f"{first} {second}")


def attack_planted(world, tier):
    """Modules and bytecode for the next run's Python."""
    package = world.work / "package"
    package.mkdir()
    (package / "own.py").write_text("x = 1\n")
    for path in (package, package / "own.py"):
        os.chown(path, world.uid, -1)
    world.attack(tier, "planted.py", ro=[package])
    again = world.sandbox(tier, PYTHON, "-c", f"import sys; sys.path.insert(0, '{package}')\n"
                          "import json, own, site; print('DONE')", ro=[package])
    outside = subprocess.run([PYTHON, "-c", "import json"], env=world.env, cwd=world.work,
                             capture_output=True, check=True, **world.as_user())
    names = sorted(path.name for path in package.rglob("*"))
    for path in package.iterdir():
        path.unlink()
    package.rmdir()
    check("DONE" in again.out and "PLANTED" not in again.all, again)
    check(b"PLANTED" not in outside.stdout, "it is found outside")
    check(names == ["own.py"], f"the package has new files: {names}")


@only("restricted")
def attack_work_folder(world, tier):
    """The host folder that stands in for /job is nobody else's, and no link takes its place."""
    result = world.sandbox(tier, "sh", "-c", 'stat -c %a "$PWD" "$PWD/.." 2>&1; ln -s / "$TMPDIR/l"; '
                           'mv "$PWD" "$PWD.old" 2>&1; rmdir "$PWD" 2>&1; ls "$PWD/../.." 2>&1')
    check(result.out.startswith("700\n") and "jail" not in result.out, result)
    jobs = world.home / ".cache/kadane/jobs"
    check(jobs.stat().st_mode & 0o77 == 0, "others may look into the work folders")
