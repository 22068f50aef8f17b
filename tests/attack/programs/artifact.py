# Puts something else where the result should be. argv: the result's path, a victim, what.
import os
import sys

result, victim, what = sys.argv[1:4]
make = {
    "link": lambda: os.symlink(victim, result),
    "fifo": lambda: os.mkfifo(result),
    "folder": lambda: os.mkdir(result),
    "hard": lambda: os.link(victim, result),
    "rename": lambda: os.rename("other", result),
}
open("other", "w").write("other")
for remove in (os.unlink, lambda path: os.rename(path, path + ".old")):
    try:
        remove(result)
        print("DID remove")
        make[what]()
        print("DID", what)
        break
    except OSError:
        pass
print("TRIED")
