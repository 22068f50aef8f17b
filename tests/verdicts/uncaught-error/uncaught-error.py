"""Process accounts until one is overdrawn; the error is caught by nobody."""


class Overdrawn(Exception):
    def __init__(self, account, missing):
        super().__init__(f"account {account} lacks {missing}")
        self.account = account


class Bank:
    def __init__(self, n):
        self.balance = [1000 + 10 * i for i in range(n)]

    def pay(self, source, target, amount):
        if self.balance[source] < amount:
            raise Overdrawn(source, amount - self.balance[source])
        self.balance[source] -= amount
        self.balance[target] += amount


bank = Bank(50)
state = 5
for turn in range(100000):
    state = (state * 16807) % 2147483647
    source, target, amount = state % 50, state // 50 % 50, state // 2500 % 300
    if turn % 40 == 0:
        print(turn, source, target, amount, bank.balance[source])
    bank.pay(source, target, amount)
print("all paid")
