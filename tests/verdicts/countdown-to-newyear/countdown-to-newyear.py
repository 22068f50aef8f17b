"""Days left in the year, and the weekday it ends on."""
import datetime

today = datetime.date.today()
end = datetime.date(today.year, 12, 31)
print("today", today.isoformat())
print("days left:", (end - today).days)
print("day of the year:", today.timetuple().tm_yday)
print("ends on", end.strftime("%A"))
weeks = 0
for i in range(100000):
    weeks = (weeks * 7 + i) % 53
print("week", weeks)
