"""A table of temperatures with negative zeros, signs and columns."""

readings = []
x = 4711
for day in range(1, 2001):
    x = (x * 8253729 + 2396403) % 32767
    readings.append((x - 16384) / 900.0)

print("day   celsius fahrenheit   kelvin")
for day in range(0, 2000, 125):
    c = readings[day]
    print(f"{day:4d} {c:+8.1f} {c * 9 / 5 + 32:10.2f} {c + 273.15:8.2f}")
small = sorted(readings, key=abs)[:5]
print([round(v, 1) for v in small], [f"{v:.0f}" for v in small])
print(f"frost on {sum(v < 0 for v in readings)} days, coldest {min(readings):.3f}")
warm = [d for d, v in enumerate(readings) if v > 17.9]
print("warm days:", *warm, sep=" ")
