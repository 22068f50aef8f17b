"""A session with an id from its first second, stamps in several forms, and a total."""
import datetime
import time

begin = datetime.datetime.now()
print("session", begin.strftime("%d.%m.%Y %H:%M:%S"))
total = 0
for i in range(120000):
    total = (total + i * i) % 65521
print("checksum", total)
print("iso", datetime.datetime.now().isoformat(timespec="seconds"))
print("log", time.strftime("[%b %d %H:%M:%S]", time.localtime()), "done")
print("epoch", int(time.time()))
