"""A little virtual machine with a program of its own, errors and a step limit."""


class MachineError(Exception):
    pass


def run(code, limit=200000):
    stack, memory, pc, steps, out = [], [0] * 16, 0, 0, []
    while True:
        if steps == limit:
            raise MachineError(f"no end after {limit} steps")
        steps += 1
        name, *args = code[pc]
        pc += 1
        try:
            if name == "push":
                stack.append(args[0])
            elif name == "load":
                stack.append(memory[args[0]])
            elif name == "store":
                memory[args[0]] = stack.pop()
            elif name in ("add", "sub", "mul", "div", "mod"):
                b, a = stack.pop(), stack.pop()
                stack.append({"add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b,
                              "div": lambda: a // b, "mod": lambda: a % b}[name]())
            elif name == "jump":
                pc = args[0]
            elif name == "jz":
                pc = args[0] if stack.pop() == 0 else pc
            elif name == "print":
                out.append(stack.pop())
            elif name == "halt":
                return out, steps
        except (IndexError, ZeroDivisionError) as error:
            raise MachineError(f"{type(error).__name__} at {pc - 1}") from error


COUNT = [("push", 6000), ("store", 0), ("push", -7), ("store", 1), ("load", 0), ("jz", 17),
         ("load", 1), ("push", 3), ("mul",), ("push", 10007), ("mod",), ("store", 1), ("load", 0),
         ("push", 1), ("sub",), ("store", 0), ("jump", 4), ("load", 1), ("print",), ("push", -7),
         ("push", 2), ("div",), ("print",), ("push", -7), ("push", 5), ("mod",), ("print",), ("halt",)]
for code in (COUNT, [("push", 1), ("push", 0), ("div",)], [("add",)], [("jump", 0)]):
    try:
        print(run(code))
    except MachineError as error:
        print("error:", error)
