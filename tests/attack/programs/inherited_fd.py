# Uses descriptors somebody forgot to close.
import os

for fd in range(3, 1024):
    for path in (None, "/proc/self/fd/%d" % fd):
        try:
            use = fd if path is None else os.open(path, os.O_RDONLY)
            print("FOUND", fd, os.read(use, 1000))
        except OSError:
            pass
print("TRIED")
