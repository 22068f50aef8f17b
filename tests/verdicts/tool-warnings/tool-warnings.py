"""Uses a feature that warns, and goes on."""
import warnings


def old_mean(values):
    warnings.warn("old_mean is deprecated, use mean", DeprecationWarning, stacklevel=2)
    return sum(values) / len(values)


values = [(i * 37) % 101 for i in range(50000)]
print("mean", old_mean(values))
print("again", old_mean(values[:1000]))
squares = [v * v for v in values]
print("variance", sum(squares) / len(squares) - old_mean(values) ** 2)
