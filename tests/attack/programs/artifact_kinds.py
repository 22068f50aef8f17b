# Makes of the result what nobody should be given. argv: the result's path, how.
import os
import sys

result, how = sys.argv[1:3]
with open(result, "wb", buffering=0) as file:
    if how != "script":
        file.write(b"\x7fELF")
    try:
        for _ in range(100 if how == "grow" else 0):
            file.write(b"x" * (1 << 20))
    except OSError:
        pass
for mode in (0o6777, 0o7777, 0o4755, 0o666):
    try:
        os.chmod(result, mode)
        print("DID give it the mode %o" % mode)
        break
    except OSError:
        pass
try:
    os.setxattr(result, "user.note", b"x" * 1000)
except OSError:
    pass
print("TRIED", flush=True)
