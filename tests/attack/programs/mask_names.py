# Which files of a folder can be read. argv: the folder. One line each: HIDDEN or SHOWN, its name.
import os
import sys

folder = os.fsencode(sys.argv[1])
for name in sys.stdin.buffer.read().split(b"\0"):
    try:
        with open(folder + b"/" + name, "rb") as file:
            print("SHOWN" if file.read() else "HIDDEN", repr(name))
    except OSError:
        print("HIDDEN", repr(name))
print("TRIED")
