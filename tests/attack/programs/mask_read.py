# Reads every secret of a package that is shown, in every way there is.
# argv: the package's folder, then the paths of the secrets in it. Prints READ and LISTED lines.
import glob
import mmap
import os
import runpy
import subprocess
import sys

package, secrets = sys.argv[1], sys.argv[2:]


def attempt(way, do):
    try:
        got = do()
    except (OSError, ValueError, SyntaxError, NameError, subprocess.SubprocessError):
        return
    if got:
        print("READ", way, got)


def read(path, **how):
    with open(path, "rb", **how) as file:
        return file.read()


def by_descriptor(path):
    fd = os.open(path, os.O_PATH)
    return read(f"/proc/self/fd/{fd}")


def by_folder(path):
    folder = os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY)
    return read(os.path.basename(path), opener=lambda name, flags: os.open(name, flags, dir_fd=folder))


def by_map(path):
    fd = os.open(path, os.O_RDONLY)
    return mmap.mmap(fd, 0, prot=mmap.PROT_READ)[:]


def by_hard_link(path):
    os.link(path, "hard")
    return read("hard")


def by_link(path):
    os.symlink(path, f"link{len(os.listdir('.'))}")
    return b"".join(read(name) for name in glob.glob("link*"))


def by_rename(path):
    os.rename(path, path + ".txt")
    return read(path + ".txt")


def by_mode(path):
    os.chmod(path, 0o777)
    return read(path)


def by_child(path):
    return subprocess.run(["cat", path], capture_output=True, check=True).stdout


for secret in secrets:
    attempt("open", lambda: read(secret))
    for way in (by_descriptor, by_folder, by_map, by_hard_link, by_link, by_rename, by_mode, by_child):
        attempt(way.__name__, lambda: way(secret))
    attempt("root", lambda: read("/proc/self/root" + secret))
    attempt("cwd", lambda: read("/proc/self/cwd/" + "../" * 12 + secret))
    attempt("run", lambda: runpy.run_path(secret))
    attempt("dots", lambda: read(package + "/app/.." + secret.removeprefix(package)))
    attempt("parent", lambda: read("/proc/1/root" + secret))
for top, folders, files in os.walk(package, followlinks=True):
    if top.count("/") > 30:
        folders.clear()
    for name in files + folders:
        print("LISTED", os.path.join(top, name).encode(errors="surrogateescape"))
    for name in files:
        attempt("walk", lambda: b"TOKEN" in read(os.path.join(top, name)))
for path in glob.glob(package + "/**/*", recursive=True) + glob.glob(package + "/**/.*", recursive=True):
    attempt("glob", lambda: b"TOKEN" in read(path))
print("TRIED")
