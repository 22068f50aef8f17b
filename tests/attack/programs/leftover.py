# Leaves things for the next run wherever it can, and says what it finds of the last one's.
import os
import sys

places = ["/job", ".", "/tmp", os.environ["TMPDIR"], "/dev/shm", os.path.expanduser("~"), "/var/tmp"]
for place in places:
    try:
        found = [name for name in os.listdir(place) if "leftover" in name]
        if found and "first" in sys.argv:
            print("ALREADY", place, found)
        elif found:
            print("FOUND", place, found)
    except OSError:
        pass
for place in places:
    try:
        os.makedirs(place + "/leftover/a/b")
        open(place + "/leftover-file", "w").write("x")
        os.mkdir(place + "/leftover-closed", 0)
    except OSError:
        pass
for _ in range(2000 if "deep" in sys.argv else 0):
    os.mkdir("leftover-deep")
    os.chdir("leftover-deep")
print("TRIED")
