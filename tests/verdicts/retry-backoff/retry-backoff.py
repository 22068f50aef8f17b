"""Retries with growing pauses on a fake network; the log says how long each pause was."""
import time

failures = [True, True, False]
begin = time.monotonic()
for attempt, fails in enumerate(failures, 1):
    if not fails:
        print(f"attempt {attempt}: fine after {time.monotonic() - begin:.2f} s")
        break
    pause = 0.02 * 2 ** attempt
    print(f"attempt {attempt}: failed, waiting {pause:.2f} s")
    time.sleep(pause)
total = 1
for i in range(1, 90000):
    total = total * i % 1000003 or 1
print("result", total)
