# Changes files of the user: contents, modes, times, names, attributes.
# argv: an existing file that anybody may write, a folder likewise.
import os
import sys

victim, folder = sys.argv[1], sys.argv[2]


def attempt(what, do):
    try:
        do()
        print("DID", what)
    except OSError:
        pass


attempt("append", lambda: open(victim, "a").write("changed"))
attempt("truncate", lambda: os.truncate(victim, 0))
attempt("open to truncate", lambda: os.open(victim, os.O_RDONLY | os.O_TRUNC))
attempt("chmod", lambda: os.chmod(victim, 0o777))
attempt("chown", lambda: os.chown(victim, os.getuid(), os.getgid()))
attempt("utime", lambda: os.utime(victim, (1, 1)))
attempt("xattr", lambda: os.setxattr(victim, "user.x", b"x"))
attempt("unlink", lambda: os.unlink(victim))
attempt("rename", lambda: os.rename(victim, victim + ".moved"))
attempt("create", lambda: open(folder + "/new", "w").write("x"))
attempt("mkdir", lambda: os.mkdir(folder + "/newdir"))
attempt("mknod", lambda: os.mkfifo(folder + "/fifo"))
attempt("usr", lambda: open("/usr/local/bin/kadane-attack", "w").write("x"))
attempt("var", lambda: open("/var/tmp/kadane-attack", "w").write("x"))
attempt("dev", lambda: open("/dev/kadane-attack", "w").write("x"))
attempt("root", lambda: open("/kadane-attack", "w").write("x"))
for name in ("kernel/core_pattern", "vm/overcommit_memory"):
    path = "/proc/sys/" + name
    # Its own value is written back: should it succeed, nothing is harmed.
    attempt(path, lambda: open(path, "r+").write(open(path).read()))
attempt("sysrq", lambda: open("/proc/sysrq-trigger", "w").write("?"))
attempt("oom", lambda: open("/proc/1/oom_score_adj", "w").write("0"))
print("TRIED")
