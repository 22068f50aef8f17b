"""Where facts.py puts its calls: a walk over the script's syntax tree.

Only values are wrapped, each by a call that gives it back. What is decided here is decided by
form alone: which operands can be left out, which sums are part of a longer one, what is masked.
Bodies of classes, annotations and patterns stay as they are.
"""

import ast
import builtins


class Watch(ast.NodeTransformer):
    """Puts the calls in. Names begin with "?", so they can be nobody else's."""

    def __init__(self, tree):
        self.own = stored_names(tree)
        self.recursive = recursive_names(tree)
        self.wide = any(isinstance(node, ast.Constant) and isinstance(node.value, str)
                        and not node.value.isascii() for node in ast.walk(tree))

    def call(self, function, node, kind, *more):
        """FUNCTION(site, node, …), in the place of node."""
        SITES.append([node.lineno, kind, False])
        TOPS.append(0)
        NEXTS.append(STEPS[0])
        CALLS.append(0)
        name = "?" + function.__name__
        setattr(builtins, name, function)
        site = ast.Constant(len(SITES) - 1, kind=None)
        made = ast.Call(ast.Name(name, ast.Load()), [site, node, *more], [])
        return self.at(made, node)

    @staticmethod
    def at(made, node):
        """A new node, and the new ones in it, stand where `node` stood."""
        ast.copy_location(made, node)
        for part in ast.iter_child_nodes(made):
            if not hasattr(part, "lineno"):
                ast.copy_location(part, node)
        return made

    # --- operators ---

    def binary(self, node, inner=False, masked=False):
        op = type(node.op)
        if is_constant(node):
            return self.number(node)
        if op is ast.Mod and is_text(node.left):
            return self.formatted(node)
        # A sum is looked at as a whole, and a product too: its factors hardly make it smaller.
        chain = (ast.Add, ast.Sub) if op in (ast.Add, ast.Sub) else (op,)
        masks = masked and op in NESTED
        if op is ast.BitAnd and (is_mask(node.left) or is_mask(node.right)):
            masks = True
        if op is ast.Mod and type(constant(node.right)) is int and constant(node.right) > 0:
            masks = constant(node.right) & (constant(node.right) - 1) == 0
        for side in ("left", "right"):
            child = getattr(node, side)
            if masks and op in (ast.BitAnd, ast.Mod) and is_constant(child):
                continue  # the mask itself
            if isinstance(child, ast.BinOp):
                inner_too = type(child.op) in chain and op in (ast.Add, ast.Sub, ast.Mult)
                child = self.binary(child, inner_too, masks)
            else:
                child = self.visit(child)
            setattr(node, side, child)
        if op in WORDS:
            self.operands(node, op)
        elif op is ast.Div and not (is_float(node.left) or is_float(node.right)):
            if constant(node.left) is None:
                node.left = self.call(wide_quotient, node.left, "/")
        elif op is ast.Pow and constant(node.right) is None:
            node.right = self.call(negative, node.right, "**")
        if self.may_grow(node, op, inner):
            return self.call(grown, node, "masked" if masked else "int")
        return node

    @staticmethod
    def may_grow(node, op, inner):
        if op in (ast.Mult, ast.Pow, ast.LShift):
            return not inner and not (is_float(node.left) or is_float(node.right))
        if op not in (ast.Add, ast.Sub, ast.Div) or inner:
            return False
        for side in (node.left, node.right):
            value = constant(side)
            if is_text(side) or (value is not None and op is not ast.Div and abs(value) <= SMALL):
                return False
        return True

    def operands(self, node, op):
        """Those of // and % and >> that may be negative, and a shift that may be wide."""
        for side in ("left", "right"):
            child = getattr(node, side)
            value = constant(child)
            if value is not None and value >= 0:
                continue
            if isinstance(child, ast.Call) and getattr(child.func, "id", "") in ("len", "abs", "ord"):
                continue
            wide = op is ast.RShift and side == "right"
            child = self.call(wide_shift if wide else negative, child,
                              "shift-wide" if wide else WORDS[op])
            setattr(node, side, child)

    def formatted(self, node):
        """'%s' % value: what becomes text."""
        self.generic_visit(node)
        values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
        if isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            kind = shown if "%s" in node.left.value else text
            for at, value in enumerate(values):
                if not isinstance(value, (ast.Constant, ast.Starred, ast.Dict)):
                    values[at] = self.call(kind, value, "text" if kind is text else "float-text")
            if not isinstance(node.right, ast.Tuple):
                node.right = values[0]
        return node

    def number(self, node):
        """Constants: Python works them out once, so that only those beyond 64 bits are looked at."""
        value = folded(node)
        return node if value is None or -STEPS[1] < value < STEPS[1] else self.call(grown, node, "int")

    def visit_Constant(self, node):
        return self.number(node)

    def visit_BinOp(self, node):
        return self.binary(node)

    def steps(self, target):
        """A name, and the plain steps from it to a place; None: it is not that simple."""
        steps = []
        while not isinstance(target, ast.Name):
            if isinstance(target, ast.Attribute):
                steps.append((True, ast.Constant(target.attr, kind=None)))
                target = target.value
                continue
            if not isinstance(target, ast.Subscript):
                return None
            index = target.slice
            index = getattr(index, "value", index) if type(index).__name__ == "Index" else index
            if not isinstance(index, ast.Name) and constant(index) is None:
                return None
            steps.append((False, ast.Constant(constant(index), kind=None)
                          if constant(index) is not None else ast.Name(index.id, ast.Load())))
            target = target.value
        return ast.Name(target.id, ast.Load()), steps[::-1]

    def look(self, node, function, kind):
        """A statement that looks at what the target of an assignment with operator holds."""
        found = self.steps(node.target)
        if found is None:
            return []
        value, steps = found
        ast.copy_location(value, node.target)
        if steps:
            value = self.call(place, value, [attribute for attribute, _ in steps],
                              *[step for _, step in steps])
        return [self.at(ast.Expr(self.call(function, value, kind)), node)]

    def visit_AugAssign(self, node):
        op = type(node.op)
        before, after = [], []
        kind = "masked" if getattr(node, "masked", False) else "int"
        value = constant(node.value)
        if op in WORDS:
            before = self.look(node, negative, WORDS[op])
        elif op in (ast.Mult, ast.Pow, ast.LShift, ast.Div):
            after = self.look(node, grown, kind)
        elif op in (ast.Add, ast.Sub) and not is_text(node.value):
            if value is None or abs(value) > SMALL:
                after = self.look(node, grown, kind)
        node.target = self.visit(node.target)
        node.value = self.visit(node.value)
        if op in WORDS and (value is None or value < 0):
            function = wide_shift if op is ast.RShift else negative
            node.value = self.call(function, node.value,
                                   "shift-wide" if op is ast.RShift else WORDS[op])
        return before + [node] + after

    # --- statements ---

    def body(self, statements):
        """A product that the next statement masks need not fit."""
        for now, then in zip(statements, statements[1:]):
            if (isinstance(then, ast.AugAssign) and isinstance(then.op, ast.BitAnd)
                    and is_mask(then.value)):
                targets = getattr(now, "targets", [getattr(now, "target", None)])
                now.masked = [ast.dump(target) for target in targets
                              if target is not None] == [ast.dump(then.target)]

    def generic_visit(self, node):
        for name in ("body", "orelse", "finalbody"):
            if isinstance(getattr(node, name, None), list):
                self.body(getattr(node, name))
        return super().generic_visit(node)

    def visit_Assign(self, node):
        if isinstance(node.value, ast.BinOp):
            node.value = self.binary(node.value, False, getattr(node, "masked", False))
            node.targets = [self.visit(target) for target in node.targets]
            return node
        return self.generic_visit(node)

    def visit_AnnAssign(self, node):
        node.target = self.visit(node.target)
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_TypeAlias(self, node):
        return node

    def visit_match_case(self, node):
        if node.guard is not None:
            node.guard = self.visit(node.guard)
        kept, node.pattern = node.pattern, ast.Pass()
        self.generic_visit(node)
        node.pattern = kept
        return node

    def visit_ClassDef(self, node):
        for at, part in enumerate(node.body):
            if isinstance(part, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                node.body[at] = self.visit(part)
        return node

    def visit_FunctionDef(self, node):
        arguments = node.args
        arguments.defaults = [self.visit(value) for value in arguments.defaults]
        arguments.kw_defaults = [value and self.visit(value) for value in arguments.kw_defaults]
        node.decorator_list = [self.visit(value) for value in node.decorator_list]
        inside = ast.Module(node.body, [])
        self.generic_visit(inside)
        node.body = inside.body
        if node.name in self.recursive:
            first = node.body[0]
            documented = (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                          and isinstance(first.value.value, str))
            look = self.call(deep, ast.copy_location(ast.Constant(None, kind=None), first), "depth")
            node.body.insert(int(documented), self.at(ast.Expr(look), first))
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    # --- what is iterated ---

    def iterated(self, node):
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.BinOp)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                return self.call(ordered, self.visit(node), "order")
            if node.func.id in self.own or node.func.id in ("set", "frozenset", "dict"):
                return self.call(ordered, self.visit(node), "order")
        return self.visit(node)

    def visit_For(self, node):
        kept = node.iter
        node.iter = ast.copy_location(ast.Constant(None, kind=None), kept)
        self.generic_visit(node)
        node.iter = self.iterated(kept)
        return node

    def comprehension(self, node):
        look = self.visit if getattr(node, "unordered", False) else self.iterated
        for generator in node.generators:
            generator.iter = look(generator.iter)
            generator.target = self.visit(generator.target)
            generator.ifs = [self.visit(test) for test in generator.ifs]
        for name in ("elt", "key", "value"):
            if hasattr(node, name):
                setattr(node, name, self.visit(getattr(node, name)))
        return node

    visit_ListComp = visit_GeneratorExp = visit_DictComp = comprehension

    def visit_Starred(self, node):
        if isinstance(node.ctx, ast.Load):
            node.value = self.iterated(node.value)
            return node
        return self.generic_visit(node)

    # --- what is called ---

    def visit_Call(self, node):
        name = node.func.id if isinstance(node.func, ast.Name) else None
        builtin = None if name in self.own else name
        method = node.func.attr if isinstance(node.func, ast.Attribute) else None
        first = node.args[0] if node.args and not isinstance(node.args[0], ast.Starred) else None
        if builtin in UNORDERED and isinstance(first, (ast.GeneratorExp, ast.ListComp)):
            first.unordered = True
        self.generic_visit(node)
        if first is not None:
            first = node.args[0]
        self.called(node, builtin, method, first)
        if name in RANDOM:
            node.func = self.call(drawn, node.func, name)
        elif method in RANDOM:
            node.func.value = self.call(drawn, node.func.value, method)
        if builtin in ("sorted", "min", "max") or method == "sort":
            for keyword in node.keywords:
                if keyword.arg == "key":
                    keyword.value = self.call(ties, keyword.value, "ties")
        if (builtin or method) in NUMBERS:
            made = self.call(grown, node, "int")
            return self.call(real, made, "float-sum") if builtin == "sum" else made
        return node

    def called(self, node, builtin, method, first):
        """The first argument, the receiver, and what is printed."""
        wrapped = None
        if builtin == "divmod":
            node.args = [arg if isinstance(arg, (ast.Constant, ast.Starred))
                         else self.call(negative, arg, "divmod") for arg in node.args]
        elif builtin == "print":
            node.args = [arg if is_text(arg) or isinstance(arg, (ast.Constant, ast.Starred))
                         else self.call(shown, arg, "float-text") for arg in node.args]
        elif first is not None and builtin == "hash":
            wrapped = self.call(hashed, first, "hash")
        elif first is None or isinstance(first, ast.Constant):
            pass
        elif builtin == "round":
            kind = ("round-half", half) if len(node.args) == 1 else ("round-digits", real)
            wrapped = self.call(kind[1], first, kind[0])
        elif builtin in ("str", "repr"):
            wrapped = self.call(shown, first, "float-text")
        elif builtin in ITERATING and not isinstance(node.args[-1], ast.Starred):
            for at in range(int(builtin in ("map", "filter")), len(node.args)):
                if isinstance(node.args[at], (ast.Name, ast.Attribute, ast.Call)):
                    node.args[at] = self.call(ordered, node.args[at], "order")
        elif builtin == "len":
            wrapped = self.call(text, first, "text")
        elif method == "join":
            wrapped = self.call(ordered, first, "order")
        if wrapped is not None:
            node.args[0] = wrapped
        if method in PLACES:
            node.func.value = self.call(always, node.func.value, "locale")
        elif method in TEXT and not is_text(node.func.value):
            node.func.value = self.call(text, node.func.value, "text")
        elif method == "pop" and not node.args:
            node.func.value = self.call(popped, node.func.value, "set-order")

    # --- what is indexed, and what becomes text ---

    def visit_Subscript(self, node):
        inside = type(node.slice).__name__ == "Index"  # of Python 3.8
        index = node.slice.value if inside else node.slice
        root, nesting = node.value, 0
        while isinstance(root, ast.Subscript) and not isinstance(root.slice, ast.Slice):
            root, nesting = root.value, nesting + 1
        self.generic_visit(node)
        if (isinstance(index, ast.BinOp) and isinstance(index.op, ast.Sub)
                and isinstance(root, ast.Name)):
            holder, field = (node.slice, "value") if inside else (node, "slice")
            setattr(holder, field, self.call(backwards, getattr(holder, field),
                                             (root.id, nesting)))
        if self.wide and isinstance(node.ctx, ast.Load):
            node.value = self.call(text, node.value, "text")
        return node

    def visit_FormattedValue(self, node):
        self.generic_visit(node)
        if isinstance(node.value, ast.Constant):
            return node
        if node.format_spec is None:
            node.value = self.call(shown, node.value, "float-text")
        elif self.wide:
            node.value = self.call(text, node.value, "text")
        return node
