"""What holds for every line of the package's source."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "mlbook"
MODULES = sorted(PACKAGE.rglob("*.py"))


def opens_text(call):
    """Say whether a call reads or writes text, and so has to know how it is encoded."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    keywords = {keyword.arg for keyword in call.keywords}
    if ast.unparse(call.func) == "os.open":  # gives a number, not text
        return False
    if name in {"open", "fdopen"}:
        mode = next((ast.literal_eval(mode) for mode in call.args[1:2]), "r")
        return "b" not in mode
    return name in {"read_text", "write_text"} or "text" in keywords


each_module = pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix()
)


@each_module
def test_a_dataclass_cannot_be_changed_by_accident(module):
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for decorator in map(ast.unparse, node.decorator_list):
                options = decorator.partition("dataclass(")[2]
                assert not options or "frozen=True" in options, node.name


@each_module
def test_text_is_read_and_written_as_utf_8_on_every_system(module):
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and opens_text(node):
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            assert ast.literal_eval(named["encoding"]) == "utf-8", f"{module}:{node.lineno}"
