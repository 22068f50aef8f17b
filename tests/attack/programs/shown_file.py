# What it may read it tries to write: by name, by its descriptor, by the name of that.
# argv: a file that is shown. stdin: another.
import array
import fcntl
import os
import sys

for path in (sys.argv[1], "/proc/self/fd/0", "/dev/stdin"):
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_TRUNC, os.O_RDONLY | os.O_TRUNC):
        try:
            fd = os.open(path, flags)
            os.write(fd, b"changed")
        except OSError:
            pass
for fd in (0, os.open(sys.argv[1], os.O_RDONLY)):
    for do in (lambda: os.fchmod(fd, 0o777), lambda: os.utime(fd, (1, 1)),
               lambda: os.ftruncate(fd, 0), lambda: os.write(fd, b"changed")):
        try:
            do()
        except OSError:
            pass
# FS_IOC_SETFLAGS changes a file that is open for reading only.
for flag in (0x40, 0x80, 0x8):
    try:
        fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x40086602, array.array("l", [flag]))
        print("DID change its flags")
    except OSError:
        pass
print("TRIED")
