# Uses the places where secrets are hidden: writes into them, takes them away.
# argv: the paths of hidden files and folders.
import os
import shutil
import sys

for path in sys.argv[1:]:
    for do in (lambda: open(path, "w").write("x"), lambda: open(path + "/new", "w").write("x"),
               lambda: os.mkdir(path + "/new"), lambda: os.unlink(path), lambda: shutil.rmtree(path),
               lambda: os.rename(path, path + ".old"), lambda: os.chmod(path, 0o777),
               lambda: os.symlink("/etc/passwd", path + "/new")):
        try:
            do()
            print("DID", path)
        except OSError:
            pass
print("TRIED")
