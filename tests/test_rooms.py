"""The rooms of the house, and the arrows between them: who may import whom."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import mlbook

PACKAGE = Path(mlbook.__file__).parent
PRESS = "mlbook.publishing"
# Of a room of the press: the rooms that it may know. `theme` has no Python.
ARROWS = {
    "chapters": set(),
    "running": set(),
    "checking": {"chapters", "running"},
    "site": {"chapters", "running", "checking"},
    "notebooks": {"chapters", "running", "checking"},
    "browser": {"chapters", "running", "checking"},
    "search": {"chapters", "site"},
    "new": {"chapters"},
}
PLUGINS = {"pytest_plugin", "pytest_blocks", "pytest_book"} | {
    f"mkdocs_{part}"
    for part in (
        "plugin",
        "content",
        "files",
        "options",
        "refusing",
        "rendering",
        "serving",
        "surroundings",
        "theme",
    )
}


def name_of(path):
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def imported_by(path):
    """Return the modules of this package that a module imports, inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] == "mlbook"}


def room(name):
    """Return the room of the press in which a module is; None outside it."""
    parts = name.removeprefix(f"{PRESS}.").split(".")
    return parts[0] if name.startswith(f"{PRESS}.") else None


MODULES = {name_of(path): imported_by(path) for path in PACKAGE.rglob("*.py")}
IN_ROOMS = {name: names for name, names in MODULES.items() if room(name) in ARROWS}


def test_every_module_of_the_press_has_a_room_or_is_a_plugin():
    rooms = {room(name) for name in MODULES if name.startswith(f"{PRESS}.")}
    assert rooms == {*ARROWS, *PLUGINS, "__init__"}


def test_the_science_never_imports_the_press():
    for name, names in MODULES.items():
        if not name.startswith(PRESS):
            assert not [each for each in names if each.startswith(PRESS)], name


@pytest.mark.parametrize("name", IN_ROOMS)
def test_a_room_imports_only_the_rooms_below_it(name):
    known = {room(each) for each in IN_ROOMS[name]} - {None, room(name)}
    assert known <= ARROWS[room(name)]


def test_only_plotting_needs_matplotlib():
    for path in PACKAGE.rglob("*.py"):
        if "publishing" not in path.parts and path.stem != "plotting":
            assert "import matplotlib" not in path.read_text(encoding="utf-8"), path


def test_no_two_modules_import_each_other():
    """A module that is sorted has all that it imports before it."""
    graph = {
        name: {part for each in names for part in (each, each.rpartition(".")[0])} & MODULES.keys()
        for name, names in MODULES.items()
    }
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_no_module_is_over_200_lines(name):
    path = PACKAGE.parent.joinpath(*name.split(".")).with_suffix(".py")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 200
