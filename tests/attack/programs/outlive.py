# Leaves a daemon behind: new session, twice forked, deaf to signals, streams closed.
# argv: a mark to find it by.
import os
import signal
import sys
import time

for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() != 0:
            os._exit(0)
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        os.closerange(0, 256)
        time.sleep(120)
        os._exit(0)
print("TRIED", flush=True)
