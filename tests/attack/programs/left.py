"""Leaves behind what should trouble whoever lists it. Arguments: a secret, and how."""
import os
import sys

secret, how = sys.argv[1:3]


def attempt(what, *args):
    try:
        what(*args)
    except OSError:
        pass


def links():
    attempt(os.symlink, secret, "link")
    attempt(os.symlink, os.path.dirname(secret), "folder")
    attempt(os.symlink, "/proc/1/environ", "environ")
    attempt(os.symlink, "/proc/1/fd", "fd")
    attempt(os.link, secret, "hard")
    os.symlink("loop", "loop")
    os.symlink("x" * 4000, "long")


def names():
    for name in (b"new\nline", b"\x1b[2J\x07", b"\xff\xfe", b"x" * 255, b" ", b"...", b"-rf"):
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY, 0o600))
    attempt(os.mkfifo, "fifo")
    attempt(os.mknod, "device", 0o600 | 0o020000, os.makedev(1, 3))


def modes():
    # Closed from the beginning: not every sandbox lets modes be changed.
    os.umask(0o777)
    for name in ("a", "b"):
        with open(os.open(name, os.O_CREAT | os.O_WRONLY, 0o666), "w") as file:
            file.write("closed")
    os.mkdir("folder")
    attempt(os.chmod, ".", 0)


def deep():
    for _ in range(3000):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)


def sparse():
    # As long as one may be, and as many names for it as there may be.
    with open("sparse", "wb") as file:
        for bits in range(40, 20, -1):
            attempt(file.truncate, 1 << bits)
            if os.fstat(file.fileno()).st_size > 0:
                break
    for number in range(5000):
        os.link("sparse", f"{number}")


def copies():
    """A file of the user's lies here as a copy: is there a way from it to theirs?"""
    theirs = sys.argv[3]
    print(open("copy").read(), "descriptors", len(os.listdir("/proc/self/fd")))
    places = [theirs, "copy", "hard"]
    attempt(os.link, "copy", "hard")
    for pid in range(1, os.getpid() + 1) if os.getpid() < 100 else (1, os.getppid(), os.getpid()):
        try:
            places.append(f"/proc/{pid}/root{theirs}")
            folder = f"/proc/{pid}/fd"
            places += [f"{folder}/{fd}" for fd in os.listdir(folder) if int(fd) > 2]
        except OSError:
            pass
    for place in places:
        for flags in (os.O_WRONLY | os.O_TRUNC | os.O_NONBLOCK, os.O_RDWR | os.O_NONBLOCK):
            try:
                fd = os.open(place, flags)
            except OSError:
                continue
            attempt(os.write, fd, b"taken")
            attempt(os.fchmod, fd, 0o777)
            attempt(os.utime, fd)
            os.close(fd)
    attempt(os.rename, "copy", theirs)
    attempt(os.replace, theirs, "copy")


globals()[how]()
sys.stdout.write("TRIED\n")
