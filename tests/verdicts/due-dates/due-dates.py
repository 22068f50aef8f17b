"""Dates counted from today."""
import datetime

today = datetime.date.today()
print("today:", today)
print("tomorrow:", today + datetime.timedelta(days=1))
load = 0
for k in range(60000):
    load = (load * 31 + k) % 10007
print("load", load)
