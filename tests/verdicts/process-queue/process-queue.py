"""A bank with three counters, as a queue of events."""
import heapq


class Lcg:
    def __init__(self, seed):
        self.x = seed

    def below(self, n):
        self.x = (self.x * 1664525 + 1013904223) & 0xFFFFFFFF
        return (self.x >> 8) % n


rng = Lcg(99)
arrivals = []
now = 0
for customer in range(4000):
    now += rng.below(5)
    arrivals.append((now, customer, 2 + rng.below(11)))

counters = [(0, i) for i in range(3)]
waits, served = [], [0, 0, 0]
for arrival, customer, need in arrivals:
    free, counter = heapq.heappop(counters)
    begin = max(free, arrival)
    waits.append(begin - arrival)
    served[counter] += 1
    heapq.heappush(counters, (begin + need, counter))
    if customer % 800 == 0:
        print(f"t={begin:6d} customer {customer:5d} counter {counter} waited {waits[-1]}")
print("served", served, "last", max(counters)[0])
print(f"waiting: mean {sum(waits) / len(waits):.4f} max {max(waits)} none {waits.count(0)}")
