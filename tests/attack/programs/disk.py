# Writes until it cannot. argv: how.
import os
import sys

PLACES = ("/job", "/tmp", os.environ["TMPDIR"], "/dev/shm", "/dev", "/", ".", "/var/tmp")
how = sys.argv[1]
total = 0
if how == "many":
    for place, folder in enumerate(PLACES):
        for n in range(64):
            try:
                with open(folder + "/big%d-%d" % (place, n), "xb", buffering=0) as file:
                    for _ in range(64):
                        total += file.write(b"x" * (1 << 20))
            except OSError:
                break
elif how == "nameless":
    kept = []
    try:
        for n in range(6):
            kept.append(os.open("nameless", os.O_CREAT | os.O_RDWR))
            os.unlink("nameless")
            for _ in range(60):
                total += os.write(kept[-1], b"x" * (1 << 20))
    except OSError:
        pass
elif how == "sparse":
    for n in range(8):
        try:
            fd = os.open("sparse%d" % n, os.O_CREAT | os.O_RDWR)
            os.posix_fallocate(fd, 0, 60 << 20)
            total += os.fstat(fd).st_blocks * 512
        except OSError:
            break
    try:
        os.truncate("sparse0", 1 << 40)
        print("DID make a file of a terabyte")
    except OSError:
        pass
elif how == "inodes":
    try:
        for n in range(40000):
            os.mkdir("d%d" % n)
            total += 1024
    except OSError:
        pass
print("WROTE", total, flush=True)
if how in ("nameless", "sparse", "inodes"):
    import time
    time.sleep(0.3)
print("TRIED", flush=True)
raise SystemExit(1)
