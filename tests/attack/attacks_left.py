"""
What a program leaves in its work folder is listed when it has ended, by somebody whom it may try to
lead elsewhere, to hold up, or to make write without end. And large output, which goes to the disk.
"""

import fcntl
import os
import pathlib
import signal
import subprocess
import tempfile
import time

from world import KADANE, PYTHON, alone, check

JAIL = str(pathlib.Path(KADANE).with_name("kadane-jail"))


def left(world, tier, how, limits=()):
    result = world.attack(tier, "left.py", world.secret, how, limits=("wall=20", *limits))
    check(result.code == 0 and result.json["limit"] is None, result)
    check(result.seconds < 20, f"it took {result.seconds} s to list")
    return result, {file["name"]: file for file in result.json["files"]}


def attack_left_links(world, tier):
    result, files = left(world, tier, "links")
    kinds = {name: file["kind"] for name, file in files.items()}
    check(kinds.pop("hard", None) is None, f"a file of the user's was linked: {result}")
    check(set(kinds) >= {"link", "folder", "environ", "fd", "loop", "long"}, kinds)
    check(set(kinds.values()) == {"l"}, f"a link was followed: {kinds}")
    check(files["long"]["size"] == 4000 and files["link"]["size"] == len(str(world.secret)), files)
    check(not result.json["files_truncated"], result)


def attack_left_names(world, tier):
    result, files = left(world, tier, "names")
    check(set(files) >= {"new\nline", "\x1b[2J\x07", "x" * 255, " ", "...", "-rf"}, files)
    check("\x1b" not in result.raw_out, "a control character came out as it is")
    check(files.get("fifo", {"kind": "o"})["kind"] == "o", files)
    check("device" not in files, "it made a device")


def attack_left_modes(world, tier):
    result, files = left(world, tier, "modes")
    check({name: (file["kind"], file["mode"], file["size"]) for name, file in files.items()} ==
          {"a": ("f", 0, 6), "b": ("f", 0, 6),
           "folder": ("d", 0 if tier == "full" else 0o700, 0)}, result.json["files"])
    check(not result.json["files_truncated"], result)


def attack_left_deep(world, tier):
    path = world.programs / "left.py"
    result = world.sandbox(tier, PYTHON, path, world.secret, "deep", ro=[path],
                           limits=("wall=20",))
    check(result.seconds < 25, f"it took {result.seconds} s to list")
    # Where the watch itself meets such a depth, it takes it for a full disk.
    check(result.json["files_truncated"], result)
    check(result.limit == "disk" or
          ("TRIED" in result.out and len(result.json["files"]) > 10), result)


def attack_left_sparse(world, tier):
    result, files = left(world, tier, "sparse", ("disk=64M",))
    check(result.json["files_truncated"], "nothing was cut")
    check(sum(file["size"] for file in files.values()) <= 64 << 20, "more than the limit came out")


def copied(world, tier, host, *args):
    """Run left.py where the job has a copy of that file, past all checks of kadane's own."""
    path = world.programs / "left.py"
    with tempfile.TemporaryDirectory(dir=world.base) as work, tempfile.TemporaryFile() as files:
        os.chown(work, world.uid, -1)
        words = [JAIL, "supervise", "--tier", tier, "--wall-ms", "20000", "--memory", str(1 << 30),
                 "--disk", str(32 << 20), "--output", str(1 << 20), "--processes", "64"]
        words += ["--bwrap", "/usr/bin/bwrap"] if tier == "full" else ["--work", work]
        words += ["--mount", path, path, "--copy", host, "/job/copy", "--", PYTHON, path,
                  world.secret, *args]
        report, says = os.pipe()
        control, lives = os.pipe()
        # Out of the way of the numbers the supervisor expects.
        ends = [fcntl.fcntl(fd, fcntl.F_DUPFD, 64) for fd in (says, control, files.fileno())]
        script = 'exec 3>&"$1" 4<&"$2" 5>&"$3"; shift 3; exec "$@"'
        done = subprocess.run(["bash", "-c", script, "bash", *map(str, ends), *map(str, words)],
                              pass_fds=ends, env={"PATH": "/usr/bin:/bin"}, cwd=world.work,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=40,
                              check=False, **world.as_user())
        for fd in (says, control, lives, *ends):
            os.close(fd)
        with os.fdopen(report) as text:
            said = dict(line.split("=", 1) for line in text.read().splitlines())
        return said, done.stdout.decode() + done.stderr.decode()


def attack_left_copies(world, tier):
    """Through a copy nobody gets at the user's file; what is no file holds nobody up."""
    said, out = copied(world, tier, world.shown, "copies", world.shown)
    check("error" not in said and said["status"] == "0" and "TRIED" in out, (said, out))
    check("untouched" in out and world.token not in out, out)
    check("descriptors 4" in out, f"a descriptor was left open: {out}")
    fifo, link = world.base / f"fifo-{tier}", world.base / f"link-{tier}"
    os.mkfifo(fifo, 0o666)
    link.symlink_to(world.secret)
    for host in (fifo, link, pathlib.Path("/dev/zero"), world.home):
        said, out = copied(world, tier, host, "copies", host)
        check("cannot copy /job/copy" in said.get("error", "") and "TRIED" not in out, (said, out))


@alone
def attack_left_by_killed(world, tier):
    """The server dies in the middle of large output: nothing of it stays on the disk."""
    words = [KADANE, "sandbox", "--tier", tier, "--json", "--", "sh", "-c",
             f": {world.mark}; yes | head -c 8000000; sleep 60"]
    server = subprocess.Popen(words, env=world.env, cwd=world.work, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              **world.as_user())
    jobs = world.home / ".cache/kadane/jobs"

    def spooled():
        """Bytes in files without a name that the supervisor holds."""
        folder = f"/proc/{world.supervisor(server.pid)}/fd"
        return sum(os.stat(f"{folder}/{fd}").st_size for fd in os.listdir(folder)
                   if "(deleted)" in os.readlink(f"{folder}/{fd}"))

    try:
        for _ in range(100):
            time.sleep(0.05)
            if len(world.left()) > 2 and spooled() == 8000000:
                break
        check(spooled() == 8000000, "it was not printed")
        names = [path for path in jobs.rglob("*") if path.is_file()]
        check(not names, f"what was printed has a name: {names}")
    finally:
        os.kill(server.pid, signal.SIGKILL)
        server.wait(timeout=10)
    world.check_gone()
    check(world.sandbox(tier, "true").code == 0, "it does not work any more")
