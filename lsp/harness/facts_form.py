"""What the form of a script's syntax tree tells by itself, without running anything."""

import ast

SMALL = 1 << 16  # a constant that is added: counters are not worth a look
WORDS = {ast.FloorDiv: "//", ast.Mod: "%", ast.RShift: ">>"}
UNORDERED = frozenset(("sorted", "sum", "min", "max", "any", "all", "set", "frozenset", "len"))
ITERATING = frozenset(("list", "tuple", "enumerate", "zip", "map", "filter", "iter"))
NUMBERS = frozenset(("int", "sum", "pow", "float", "factorial", "comb", "perm", "prod", "lcm",
                     "from_bytes", "exp", "ldexp", "fsum"))
TEXT = frozenset(("upper", "lower", "title", "capitalize", "swapcase", "casefold", "ljust",
                  "rjust", "center", "zfill", "find", "rfind", "index", "isalpha", "isdigit",
                  "isupper", "islower", "translate"))
RANDOM = frozenset(("seed", "random", "randint", "randrange", "getrandbits", "choice", "choices",
                    "sample", "shuffle", "uniform", "gauss", "normalvariate", "expovariate",
                    "triangular", "betavariate", "randbytes", "lognormvariate", "gammavariate"))
PLACES = frozenset(("strftime", "setlocale", "strptime", "strcoll", "strxfrm"))
NESTED = (ast.Add, ast.Sub, ast.Mult, ast.LShift)


def constant(node):
    """The number that a node is for sure; None: it is something else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = constant(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value
    return None


def is_constant(node):
    if isinstance(node, ast.BinOp):
        return is_constant(node.left) and is_constant(node.right)
    return constant(node) is not None


def folded(node):
    """The integer that an expression of constants makes; None: it is another, or too long."""
    if not isinstance(node, ast.BinOp):
        value = constant(node)
        return value if type(value) is int else None
    left, right = folded(node.left), folded(node.right)
    if left is None or right is None or left.bit_length() > 4096:
        return None
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult) and right.bit_length() <= 4096:
        return left * right
    if isinstance(node.op, ast.LShift) and 0 <= right <= 4096:
        return left << right
    if isinstance(node.op, ast.Pow) and 0 <= right <= 4096 // (left.bit_length() + 1):
        return left ** right
    return None


def is_mask(node):
    """What keeps the low bits: & 0xFFFFFFFF, & MASK."""
    value = constant(node)
    if value is None:
        return isinstance(node, (ast.Name, ast.BinOp))
    return type(value) is int and value > 0 and value & (value + 1) == 0


def is_float(node):
    """Whether a value is a float by its form."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div) or is_float(node.left) or is_float(node.right)
    return type(constant(node)) is float


def is_text(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant)
                                               and isinstance(node.value, (str, bytes)))


def stored_names(tree):
    """Names that the script gives a meaning of its own."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name)
    return names


def recursive_names(tree):
    """Functions that may call themselves, by way of others too; told by names alone."""
    calls = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            called = calls.setdefault(node.name, set())
            for call in ast.walk(node):
                if isinstance(call, ast.Call):
                    called.add(getattr(call.func, "id", getattr(call.func, "attr", "")))
    found = set()
    for name in calls:
        reached, ahead = set(), [name]
        while ahead:
            for other in calls.get(ahead.pop(), ()):
                if other not in reached:
                    reached.add(other)
                    ahead.append(other)
        if name in reached:
            found.add(name)
    return found
