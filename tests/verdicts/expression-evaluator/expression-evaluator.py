"""Tokenise and evaluate arithmetic by recursive descent; errors are reported, not fatal."""
import re

TOKEN = re.compile(r"\s*(\d+\.\d+|\d+|[-+*/()])")


def tokens(text):
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise SyntaxError(f"bad character {text[at]!r} at {at}")
        yield match.group(1)
        at = match.end()


class Parser:
    def __init__(self, text):
        self.items = list(tokens(text)) + ["end"]

    def take(self):
        return self.items.pop(0)

    def expression(self):
        value = self.term()
        while self.items[0] in "+-":
            value = value + self.term() if self.take() == "+" else value - self.term()
        return value

    def term(self):
        value = self.factor()
        while self.items[0] in "*/":
            value = value * self.factor() if self.take() == "*" else value / self.factor()
        return value

    def factor(self):
        token = self.take()
        if token == "-":
            return -self.factor()
        if token == "(":
            value = self.expression()
            if self.take() != ")":
                raise SyntaxError("missing )")
            return value
        return float(token)


total = 0.0
for k in range(1500):
    total += Parser(f"({k} + 2.5) * 3 - {k} / (1 + {k % 7})").expression()
print(total)
for text in ("1 + 2 * 3", "-(4 - 6) / 8", "2 * (3", "7 / 0", "3 $ 4", "10 / 4 / 5", "0.1 + 0.2"):
    try:
        print(f"{text:14} = {Parser(text).expression()}")
    except SyntaxError as error:
        print(f"{text:14} : {error}")
    except ZeroDivisionError:
        print(f"{text:14} : division by zero")
