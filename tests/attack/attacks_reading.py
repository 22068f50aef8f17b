"""
Reading: secrets by their path, through links, /proc, descriptors, and names of files. What a
program can read it can print, and what it prints may go to a provider.
"""

import os
import subprocess
import threading
import time

from world import PYTHON, check


def attack_secret_paths(world, tier):
    folder = world.work / "links"
    folder.mkdir()
    (folder / "link").symlink_to(world.secret)
    (folder / "folder").symlink_to(world.home)
    links = (folder / "link", folder / "folder/secret", folder / "folder/../home/secret")
    result = world.attack(tier, "secret_paths.py", world.secret, *links, ro=[folder])
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    check("READ" not in result.out, result)
    check("LISTED" not in result.out or tier == "full" and "secret" not in result.out, result)


def attack_other_processes(world, tier):
    # One that has the secret in its environment and its arguments, and as an open file.
    with open(world.secret, "rb") as file:
        stranger = subprocess.Popen([PYTHON, "-c", "input()", world.token], stdin=file,
                                    env={"SECRET": world.token}, **world.as_user())
        stranger.send_signal(19)
    try:
        result = world.attack(tier, "other_processes.py")
    finally:
        stranger.kill()
        stranger.wait()
    check("REACHED" not in result.out, result)
    check("MACHINE" not in result.out, result)
    # Without a mount namespace the list of mounts is the machine's; in one, ours stays outside.
    if tier == "full":
        check(str(world.home) not in result.out, f"the home folder's place is told: {result}")


def attack_inherited_fd(world, tier):
    fd = os.open(world.secret, os.O_RDONLY)
    os.dup2(fd, 77)
    result = world.attack(tier, "inherited_fd.py", pass_fds=(fd, 77))
    os.close(fd)
    os.close(77)
    check("FOUND" not in result.out, result)


def attack_file_names(world, tier):
    """What happens in a folder that may not be listed."""
    stop = threading.Event()

    def work():
        # The name is the secret; World.attack looks for it in all that was printed.
        while not stop.wait(0.05):
            (world.home / world.token).touch()
            (world.home / world.token).unlink()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        world.attack(tier, "names.py", world.home, world.work, "/tmp")
    finally:
        stop.set()
        worker.join()


def attack_standard_input(world, tier):
    """A file that is our standard input is not the program's: it can neither reopen nor move it."""
    with open(world.canary, "rb") as file:
        world.attack(tier, "shown_file.py", world.shown, ro=[world.shown], stdin=file)
        check(file.tell() in (0, len("untouched")), "the position was moved")


def attack_slow_stranger(world, tier):
    """Two runs at once do not see each other."""
    first = threading.Thread(target=world.sandbox, args=(tier, "sh", "-c", f"echo {world.token} >x;"
                             f" echo {world.token} >/tmp/x; sleep 1; cat x >/dev/null"))
    first.start()
    time.sleep(0.4)
    try:
        result = world.sandbox(tier, "sh", "-c", 'cat /tmp/x /job/x x "$TMPDIR/x" "$PWD"/../../*/*/x; ls -R /tmp')
    finally:
        first.join()
    check(world.token not in result.all, f"a run reads another one's files: {result}")
