"""An interpreter for a language of eight signs."""
import sys

HELLO = ("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<."
         "+++.------.--------.>>+.>++.")
SQUARES = ("++++[>+++++<-]>[<+++++>-]+<+[>[>+>+<<-]++>>[<<+>>-]>>>[-]++>[-]+>>>+[[-]++++++>>>]"
           "<<<[[<++++++++<++>>-]+<.<[>----<-]<]<<[>>>>>[>>>[-]+++++++++<[>-<-]+++++++++>"
           "[-[<->-]+[<<<]]<[>+<-]>]<<-]<<-]")


def jumps(code):
    stack, table = [], {}
    for i, c in enumerate(code):
        if c == "[":
            stack.append(i)
        elif c == "]":
            table[i] = stack.pop()
            table[table[i]] = i
    return table


def run(code):
    table, tape, at, pc, steps = jumps(code), [0] * 300, 0, 0, 0
    while pc < len(code):
        c = code[pc]
        steps += 1
        if c == ">":
            at += 1
        elif c == "<":
            at -= 1
        elif c == "+":
            tape[at] = (tape[at] + 1) % 256
        elif c == "-":
            tape[at] = (tape[at] - 1) % 256
        elif c == ".":
            sys.stdout.write(chr(tape[at]))
        elif c == "[" and tape[at] == 0 or c == "]" and tape[at]:
            pc = table[pc]
        pc += 1
    return steps


print(run(HELLO))
print(run(SQUARES))
print(run("++++++[>+++++++<-]>[>++++++++++++<-]>[>+>+<<-]>-[-]>---.<<+++[>++<-]>."), end="")
