"""Threads that add to an account under a lock; prints the balance and who worked."""
import threading
import time

balance = 0
lock = threading.Lock()
begin = time.time()


def work(n):
    global balance
    for i in range(5000):
        with lock:
            balance += n * i % 17


threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 7)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("balance", balance)
print("elapsed", round(time.time() - begin, 3), "s with", len(threads), "threads")
