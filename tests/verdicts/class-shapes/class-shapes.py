"""Shapes: inheritance, properties, comparison and printing."""
import math
from dataclasses import dataclass
from functools import total_ordering


@total_ordering
class Shape:
    def __lt__(self, other):
        return self.area < other.area

    def __eq__(self, other):
        return self.area == other.area

    def __str__(self):
        return f"{type(self).__name__.lower()} of {self.area:.2f}"


@dataclass(eq=False)
class Circle(Shape):
    radius: float

    @property
    def area(self):
        return math.pi * self.radius**2


@dataclass(eq=False)
class Box(Shape):
    width: float
    height: float = 1.0

    @property
    def area(self):
        return self.width * self.height


class Square(Box):
    def __init__(self, side):
        super().__init__(side, side)


shapes = []
for i in range(1, 1500):
    kind = i * i % 7
    if kind in (0, 1):
        shapes.append(Circle(i % 50 / 4))
    elif kind == 2:
        shapes.append(Square(i % 40 / 2))
    else:
        shapes.append(Box(i % 30 / 3, i % 11))
shapes.sort()
print(*shapes[-4:], sep="\n")
print(shapes[0], shapes[700], repr(shapes[700]), repr(max(shapes)))
print({cls.__name__: sum(type(s) is cls for s in shapes) for cls in (Circle, Box, Square)})
print(f"{sum(s.area for s in shapes):.6f}", shapes[3] < shapes[900], shapes[3] >= shapes[900])
