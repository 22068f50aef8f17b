"""Two megabytes of output."""


def main():
    x = 2463534242
    for i in range(60000):
        x = x * 1103515245 % 4294967291
        print(i, x, x % 1000 / 8, f"{x:08x}"[::-1])


main()
