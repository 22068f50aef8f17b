# Says that all went well, wherever somebody might listen, and then fails.
import glob
import os
import time

lie = b"status=0\nsignal=0\nlimit=0\nwall_ns=1\nuser_ns=1\nsystem_ns=1\nend=1\n"
for fd in range(3, 1024):
    try:
        os.write(fd, lie)
        print("WROTE", fd)
    except OSError:
        pass
for path in glob.glob("/proc/[0-9]*/fd/*"):
    if path.startswith("/proc/%d/" % os.getpid()):
        continue
    try:
        os.write(os.open(path, os.O_WRONLY | os.O_NONBLOCK), lie)
        print("WROTE", path)
    except OSError:
        pass
print(lie.decode())
os.write(2, lie)
time.sleep(0.3)
print("TRIED", flush=True)
os._exit(9)
