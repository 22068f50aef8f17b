"""Work shared out to threads; the result does not depend on who is first."""
import threading

N = 60000
THREADS = 4
total = 0
counts = [0] * THREADS
lock = threading.Lock()


def worker(index):
    global total
    subtotal = 0
    for i in range(index, N, THREADS):
        if i % 3 == 0 or i % 5 == 0:
            subtotal += i * i
            counts[index] += 1
    with lock:
        total += subtotal


threads = [threading.Thread(target=worker, args=(k,)) for k in range(THREADS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("total", total)
print("counts", counts, sum(counts))
