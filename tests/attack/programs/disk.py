# Writes wherever it can until it cannot, in large files and in many small ones.
import os

total = 0
for place, folder in enumerate(("/job", "/tmp", os.environ["TMPDIR"], "/dev/shm", "/dev", "/", ".", "/var/tmp")):
    for n in range(64):
        try:
            with open(folder + "/big%d-%d" % (place, n), "xb", buffering=0) as file:
                for _ in range(64):
                    total += file.write(b"x" * (1 << 20))
        except OSError:
            break
    print("WROTE", total, flush=True)
for n in range(200000):
    try:
        os.mkdir("d%d" % n)
        with open("d%d/f" % n, "w") as file:
            file.write("x")
    except OSError:
        break
print("TRIED", flush=True)
raise SystemExit(1)
