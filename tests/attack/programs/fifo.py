# A folder that is read-only says nothing about the FIFOs in it. argv: FIFOs.
import os
import sys

for path in sys.argv[1:]:
    for flags in (os.O_WRONLY, os.O_RDWR):
        try:
            os.write(os.open(path, flags | os.O_NONBLOCK), b"leak")
            print("DID", path)
        except OSError:
            pass
print("TRIED")
