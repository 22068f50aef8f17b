"""A state machine: an elevator that serves calls, with an event log in exact order."""
from enum import Enum


class State(Enum):
    IDLE = "idle"
    UP = "up"
    DOWN = "down"
    OPEN = "open"


class Elevator:
    def __init__(self, floors):
        self.floors = floors
        self.at = 0
        self.state = State.IDLE
        self.calls = set()
        self.moved = 0

    def tick(self):
        if self.at in self.calls:
            self.calls.discard(self.at)
            self.state = State.OPEN
        elif not self.calls:
            self.state = State.IDLE
        else:
            above = [f for f in self.calls if f > self.at]
            below = [f for f in self.calls if f < self.at]
            if self.state is State.DOWN and below or not above:
                self.state = State.DOWN
                self.at -= 1
            else:
                self.state = State.UP
                self.at += 1
            self.moved += 1


lift = Elevator(12)
seed = 5
tally = {}
for t in range(20000):
    seed = (seed * 141 + 28411) % 134456
    if seed % 5 == 0:
        lift.calls.add(seed // 5 % lift.floors)
    before = lift.state
    lift.tick()
    tally[before, lift.state] = tally.get((before, lift.state), 0) + 1
    if t < 40:
        print(f"{t:03d} floor {lift.at:2d} {lift.state.value:<4} {sorted(lift.calls)}")
print("moved", lift.moved, lift.state)
for (a, b), n in tally.items():
    print(f"{a.name}->{b.name}: {n}")
