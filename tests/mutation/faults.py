"""Every small fault that could be made in a module: one operator, constant or statement changed.

Left alone are what the tests do not speak of: annotations, docstrings, imports, the text of
messages (a string with a space in it, and every string of an exception that is raised), and what
runs for a type checker only.
"""

import ast
import copy
import re
from dataclasses import dataclass, replace
from pathlib import Path

SWAPS = [(ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot)]
SWAPS += [(ast.In, ast.NotIn), (ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.Div)]
SWAPS += [(ast.BitOr, ast.BitAnd), (ast.LShift, ast.RShift)]
OTHER = {a: b for pair in SWAPS for a, b in (pair, pair[::-1])}
OTHER |= {ast.Pow: ast.Mult, ast.MatMult: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult}
PATTERNS = {"compile", "sub", "fullmatch", "match", "search", "findall", "finditer", "split"}
ALREADY = ast.Eq | ast.NotEq | ast.Is | ast.IsNot | ast.In | ast.NotIn  # negated as a comparison
SHOWN = 70  # characters of the code around a change that its name may have
LONGEST, AROUND = 120, 30  # characters of the change itself; those kept on either side of it
SHORT = ast.Constant | ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.JoinedStr
MAIN = re.compile(r"if (typing\.)?TYPE_CHECKING|if __name__ == ")


@dataclass(frozen=True)
class Fault:
    """A changed module. Its name is its module, the function around it, and the change."""

    module: str  # mlbook/losses.py
    function: str  # its qualified name; empty for the module itself
    before: str
    after: str
    number: int  # 2 for the second with the same name
    lines: range  # of the statement that was changed
    running: bool  # whether that runs when the function is called, not when it is defined
    text: str  # of the changed module

    @property
    def change(self):
        return f"{self.before} → {self.after}" + (f" ({self.number})" if self.number > 1 else "")

    @property
    def name(self):
        return f"{self.module} {self.function}: {self.change}"


def faults(root, module):
    """Return the faults of the file `module` below `root`, in the order of its lines."""
    text = Path(root, module).read_text(encoding="utf-8")
    found, seen = [], {}
    for fault in _Finder(module, text).faults():
        seen[fault.name] = seen.get(fault.name, 0) + 1
        found.append(replace(fault, number=seen[fault.name]))
    return found


class _Finder:
    def __init__(self, module, text):
        self.module, self.text = module, text
        self.code = text.encode()
        self.tree = ast.parse(text)
        self.parents = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }
        self.starts = [0]
        for line in self.code.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def faults(self):
        yield from self.of(self.tree)

    def of(self, node):
        """Yield the faults of a node, then those of the nodes in it."""
        if self.left_alone(node):
            return
        for changed in changes(node, self.parents.get(node)):
            yield self.fault(node, changed)
        for name, value in ast.iter_fields(node):
            if name not in {"annotation", "returns"}:
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST):
                        yield from self.of(child)

    def left_alone(self, node):
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal):
            return True
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return True  # a docstring
        if isinstance(node, ast.If):
            return bool(MAIN.match(self.source(node)))
        if isinstance(node, ast.FunctionDef):
            return any(ast.unparse(each).endswith("overload") for each in node.decorator_list)
        if isinstance(node, ast.Call):  # of types
            return ast.unparse(node.func) in {"TypeVar", "ParamSpec", "cast"}
        if isinstance(node, ast.JoinedStr) or is_string(node):
            return self.is_message(node)
        return False

    def is_message(self, node):
        if isinstance(node, ast.Constant) and re.search(r"\s", node.value):
            call = self.parents[node]
            return not (isinstance(call, ast.Call) and name_of(call.func) in PATTERNS)
        return any(isinstance(each, ast.Raise) for each in self.around(node))

    def around(self, node):
        while node := self.parents.get(node):
            yield node

    def fault(self, node, changed):
        """Return the fault that has `changed` (None: nothing) in the place of `node`."""
        within = [node, *self.around(node)]
        strings = [each for each in within if isinstance(each, ast.JoinedStr)]
        if strings:  # what is in an f-string has no place of its own before Python 3.12
            outer = strings[-1]
            node, changed = outer, exchanged(outer, node, changed)
        statement = next(each for each in [node, *self.around(node)] if isinstance(each, ast.stmt))
        begin, end, written = self.splice(node, changed)
        text = (self.code[:begin] + written.encode() + self.code[end:]).decode()
        functions, running = self.place(node)
        before, after = shortened(*self.shown(node, changed, (begin, end), written))
        lines = range(statement.lineno, last_line(statement) + 1)
        return Fault(self.module, functions, before, after, 1, lines, running, text)

    def splice(self, node, changed):
        """Return where to write what in the code; no line moves."""
        begin, end = self.span(node)
        written = "pass" if changed is None else ast.unparse(changed)
        missing = self.code[begin:end].count(b"\n") - written.count("\n")
        if isinstance(node, ast.expr):
            return begin, end, f"({written}{chr(10) * missing})"
        return begin, end, written + "\n" * missing

    def span(self, node):
        begin = self.starts[node.lineno - 1] + node.col_offset
        return begin, self.starts[node.end_lineno - 1] + node.end_col_offset

    def source(self, node):
        begin, end = self.span(node)
        return self.code[begin:end].decode()

    def place(self, node):
        """Return the qualified name around `node`, and whether it runs when that is called."""
        names, running, inner = [], False, node
        for each in self.around(node):
            if isinstance(each, ast.FunctionDef | ast.ClassDef):
                if isinstance(each, ast.FunctionDef) and inner in each.body:
                    running = True
                names.insert(0, each.name)
            inner = each
        return ".".join(names), running

    def shown(self, node, changed, place, written):
        """Return the code around the change, before and after it, on one line each."""
        (begin, end), shown = place, node
        for each in self.around(node):
            if not isinstance(each, ast.expr | ast.keyword | ast.stmt) or has_body(each):
                break
            if len(flat(self.source(each))) > SHOWN:
                break
            shown = each
        first, last = self.span(shown)
        if shown is node or isinstance(changed, SHORT):  # parentheses that nobody needs
            written = re.sub(r"^\((.*)\)$", r"\1", written, flags=re.DOTALL)
        before = self.code[first:last].decode()
        after = (self.code[first:begin] + written.encode() + self.code[end:last]).decode()
        return flat(before), flat(after)


def has_body(node):
    return isinstance(getattr(node, "body", None), list)


def last_line(statement):
    """Return the last line of a statement, or of the head of one that has a body."""
    if has_body(statement):
        return max(statement.lineno, statement.body[0].lineno - 1)
    return statement.end_lineno


def flat(code):
    return re.sub(r"\s+", " ", code.replace("'", '"')).strip()


def shortened(before, after):
    """Return both without what they have in common, but for some of it on either side."""
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    begin = max(alike(before, after) - AROUND, 0)
    end = max(alike(before[:begin:-1], after[:begin:-1]) - AROUND, 0)
    return middle(before, begin, end), middle(after, begin, end)


def alike(one, other):
    """Return how many characters are the same at the beginning of both."""
    differ = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differ, min(len(one), len(other)))


def middle(text, begin, end):
    kept = text[begin : len(text) - end]
    if len(kept) > LONGEST:
        kept, end = kept[:LONGEST], 1
    return f"{'…' * (begin > 0)}{kept}{'…' * (end > 0)}"


def exchanged(tree, node, changed):
    """Return a copy of `tree` with `changed` in the place of `node`."""
    if tree is node:
        return changed
    place = next(number for number, each in enumerate(ast.walk(tree)) if each is node)
    twin = copy.deepcopy(tree)
    gone = next(each for number, each in enumerate(ast.walk(twin)) if number == place)

    class Exchange(ast.NodeTransformer):
        def visit(self, each):
            return changed if each is gone else self.generic_visit(each)

    return Exchange().visit(twin)


def is_string(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_sentence(node):
    return is_string(node) and re.search(r"\w\s", node.value)


def is_bool(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def name_of(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def with_(node, **fields):
    twin = copy.copy(node)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def without(items, number):
    return [*items[:number], *items[number + 1 :]]


def changes(node, parent):
    """Yield what could stand in the place of `node` by mistake; None for nothing at all."""
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            other = OTHER[type(operator)]()
            yield with_(node, ops=[*node.ops[:number], other, *node.ops[number + 1 :]])
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign):
        if type(node.op) in OTHER:
            yield with_(node, op=OTHER[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from other_constants(node, parent)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        for name in ("lower", "upper", "step"):
            if getattr(node.slice, name):
                yield with_(node, slice=with_(node.slice, **{name: None}))
    elif isinstance(node, ast.Call):
        for number, keyword in enumerate(node.keywords):
            value = keyword.value
            if keyword.arg and not (is_bool(value) or is_sentence(value)):
                yield with_(node, keywords=without(node.keywords, number))
    elif isinstance(node, ast.Return):
        if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield with_(node, value=ast.Constant(None))
    elif isinstance(node, ast.Break):
        yield ast.Continue()
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.Raise) or is_call(node) or is_change_of_object(node):
        yield None
    if asks(node, parent):
        yield ast.UnaryOp(ast.Not(), node)


def other_constants(node, parent):
    value = node.value
    if is_bool(node):
        yield with_(node, value=not value)
    elif isinstance(value, int | float):
        yield with_(node, value=value + 1)
    elif isinstance(value, str) and not isinstance(parent, ast.JoinedStr):
        yield with_(node, value="" if value else "something")


def is_call(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def is_change_of_object(node):
    """Say whether `node` is an assignment to an attribute or an element."""
    return isinstance(node, ast.Assign) and isinstance(
        node.targets[0], ast.Attribute | ast.Subscript
    )


def asks(node, parent):
    """Say whether `node` is a question that no other change negates."""
    negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        negated = isinstance(node.ops[0], ALREADY)
    if negated or not isinstance(node, ast.expr):
        return False
    if isinstance(parent, ast.If | ast.IfExp | ast.While):
        return node is parent.test
    return isinstance(parent, ast.comprehension) and node in parent.ifs
