"""Writes a log with stamps and durations into two files, by size."""
import time

part, written, state = 0, 0, 7
file = open("app.0.log", "w")
for event in range(40):
    begin = time.perf_counter()
    for _ in range(1500):
        state = (state * 1103515245 + 12345) % 2147483648
    took = (time.perf_counter() - begin) * 1000
    line = f"{time.strftime('%Y-%m-%dT%H:%M:%S')} event={event} value={state} took={took:.4f}ms\n"
    if event == 20:
        file.close()
        part += 1
        file = open(f"app.{part}.log", "w")
    file.write(line)
    written += 1
file.close()
print("events", written, "parts", part + 1)
