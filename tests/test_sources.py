"""Rules for the source of every module of the package."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "mlbook"
MODULES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}


def nodes_of(kind):
    """Yield every node of a kind in the package, and the place where it begins."""
    for name, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield node, f"{name}:{node.lineno}"


def opens_text(call):
    """Say whether a call reads or writes text, and so needs an encoding."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    is_process = any(
        keyword.arg == "text" and ast.unparse(keyword.value) == "True" for keyword in call.keywords
    )
    if ast.unparse(call.func) == "os.open":  # gives a number, not text
        return False
    if name in {"open", "fdopen"}:
        mode = next((ast.unparse(mode) for mode in call.args[1:2]), "r")
        return not mode.endswith("b'")
    return name in {"read_text", "write_text"} or is_process


def test_every_dataclass_with_options_is_frozen_or_compared_by_identity():
    for node, place in nodes_of(ast.ClassDef):
        for decorator in map(ast.unparse, node.decorator_list):
            options = decorator.partition("dataclass(")[2]
            assert not options or "frozen=True" in options or "eq=False" in options, place


def test_text_is_read_and_written_as_utf_8():
    calls = [(call, place) for call, place in nodes_of(ast.Call) if opens_text(call)]
    assert len(calls) > 10
    for call, place in calls:
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        assert "encoding" in named, place
        assert ast.literal_eval(named["encoding"]) == "utf-8", place


RUN_TEXT = {
    "eval": ["publishing/checking/formulas.py"],  # arithmetic: it has matched digits and signs
    "exec": ["publishing/running/script.py"],  # blocks: to run them is the press's work
}


def test_no_module_runs_a_text_that_it_has_read():
    for name in ("eval", "exec"):
        places = [
            place.partition(":")[0]
            for call, place in nodes_of(ast.Call)
            if ast.unparse(call.func) == name
        ]
        assert places == RUN_TEXT.get(name, []), name


def test_no_module_reads_pickles_or_hands_a_text_to_a_shell():
    for node, place in nodes_of(ast.Import | ast.ImportFrom):
        names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
        assert names.isdisjoint({"pickle", "marshal", "shelve", "dill", "joblib"}), place
    for call, place in nodes_of(ast.Call):
        named = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        assert named.get("shell", "False") == "False", place
        assert named.get("allow_pickle", "False") == "False", place
        assert not ast.unparse(call.func).startswith("os.system"), place
