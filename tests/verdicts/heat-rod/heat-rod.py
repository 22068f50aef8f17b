"""Heat spreading along a rod, explicit scheme."""

N = 60
STEPS = 1500
ALPHA = 0.2


def step(u):
    new = u[:]
    for i in range(1, len(u) - 1):
        new[i] = u[i] + ALPHA * (u[i - 1] - 2 * u[i] + u[i + 1])
    return new


u = [0.0] * N
u[0] = 100.0
u[N // 2] = 55.5
for k in range(STEPS):
    u = step(u)
    if k % 300 == 0:
        print(f"step {k:4d}  mean {sum(u) / N:.8f}  max inside {max(u[1:-1]):.4e}")

print(u[1], u[N // 2], u[-2])
for i in range(0, N, 10):
    print(f"{i:3d} {u[i]:10.5f} " + "*" * round(u[i] / 2))
