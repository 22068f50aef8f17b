"""Infinities, NaN, zeros with a sign, and errors of arithmetic."""
import math

inf, nan = math.inf, math.nan
print(inf - inf, nan == nan, -0.0 == 0.0, math.copysign(1, -0.0), max(1.0, nan), min(nan, 1.0))
print(math.isnan(nan * 0), inf > 10**400, 1e308 * 10, -1e308 * 10, 5e-324 / 2)
print(math.floor(-0.5), math.ceil(-0.5), math.trunc(-2.7), round(-0.4), -7 // 2.0, -7 % 2.0, math.fmod(-7, 2))
for text in ("math.sqrt(-1)", "math.log(0)", "1 / 0", "int(inf)", "2.0 ** 5000", "math.exp(1000)", "0.0 ** -1"):
    try:
        print(text, "=", eval(text))
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        print(text, "->", type(error).__name__)
values = [3.0, nan, 1.0, -0.0, 0.0, -inf, 2.0]
print([v for v in values if v == v], sum(v for v in values if math.isfinite(v)))
total = 0.0
for k in range(1, 100000):
    total += math.sin(k) / k
print(total, math.hypot(3e200, 4e200), math.gcd(84, -36), math.isqrt(10**18 - 1))
print((-8) ** (1 / 3), 0 ** 0, 0.1 * 3 == 0.3, math.isclose(0.1 * 3, 0.3))
