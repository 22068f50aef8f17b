# Reads a secret by its path, by way of other processes' roots, and through a link.
# argv: the secret's path, and links that lead there.
import glob
import os
import sys

secret = sys.argv[1]
paths = [*sys.argv[1:], "/etc/shadow", "/etc/passwd", os.path.expanduser("~/.ssh/id_rsa")]
paths += [root + secret for root in glob.glob("/proc/[0-9]*/root") + ["/proc/self/root"]]
paths += [cwd + "/" + "../" * 12 + secret for cwd in glob.glob("/proc/[0-9]*/cwd")]
try:
    os.symlink(secret, "link")
    paths.append("link")
except OSError as error:
    print("link:", error.strerror)
try:
    os.link(secret, "hard")
    paths.append("hard")
except OSError as error:
    print("hard link:", error.strerror)
for path in paths:
    try:
        with open(path) as file:
            print("READ", path, file.read())
    except OSError:
        pass
for folder in ("/home", "/root", os.path.dirname(secret), "/var", "/run", "/etc"):
    try:
        print("LISTED", folder, os.listdir(folder))
    except OSError:
        pass
print("TRIED")
