"""A simulation with a clock of its own: nothing here depends on the time of day."""


class Clock:
    def __init__(self):
        self.time = 0.0

    def advance(self, dt):
        self.time += dt

    def stamp(self):
        seconds = int(self.time)
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


clock = Clock()
height, speed = 2000.0, 0.0
bounces = 0
step = 0
while clock.time < 300.0:
    speed -= 9.81 * 0.005
    height += speed * 0.005
    if height < 0.0:
        height, speed = -height, -speed * 0.8
        bounces += 1
    clock.advance(0.005)
    step += 1
    if step % 6000 == 0:
        print(f"[{clock.stamp()}] time: {clock.time:.3f} s height {height:.4f} m")
print(f"Elapsed time: {clock.time:.6f} seconds, {step} steps, {bounces} bounces")
print(f"Finished at {clock.stamp()} after {clock.time * 1000:.1f} ms of model time")
