"""Exceptions, clean-up and the order in which things happen."""


class Step:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, kind, value, trace):
        print("leave", self.name, kind.__name__ if kind else None)
        return self.swallow


def risky(n):
    try:
        with Step("outer", swallow=n % 2 == 0), Step("inner"):
            if n > 2:
                raise KeyError(n)
            if n == 2:
                return "early"
            values = [10, 20]
            return f"value {values[n]}"
    except KeyError as error:
        return f"caught {error!r}"
    finally:
        print("finally", n)


for n in range(5):
    print(n, risky(n))
total = 0
for i in range(60000):
    try:
        if i % 7 == 0:
            raise ValueError(i)
        total += i
    except ValueError as error:
        total -= error.args[0]
    else:
        total += 1
print(total)
