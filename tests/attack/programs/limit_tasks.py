# Starts sleeping children or threads until it is refused or has enough; then ends with 3 or 0.
# argv: "fork" or "thread"; how many; "exit" or "survive".
import os
import sys
import threading
import time

how, count, end = sys.argv[1], int(sys.argv[2]), sys.argv[3]
threading.stack_size(64 << 10)
refused = False
try:
    for _ in range(count):
        if how == "thread":
            threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
        elif os.fork() == 0:
            time.sleep(3)
            os._exit(0)
except (OSError, RuntimeError):
    refused = True
print("REFUSED" if refused else "ALL", flush=True)
os._exit(0 if end == "survive" else 3)
