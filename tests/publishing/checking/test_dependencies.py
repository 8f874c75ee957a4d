import sys
from types import ModuleType

import pytest

from mlbook.publishing.checking import dependencies
from mlbook.publishing.checking.dependencies import Dependencies


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A directory of packages that their author is editing."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "outer").mkdir()
    (tmp_path / "outer" / "__init__.py").write_text("from .part import x\nimport inner_module\n")
    (tmp_path / "outer" / "part.py").write_text("x = 1\n")
    (tmp_path / "outer" / "table.csv").write_text("1\n")
    (tmp_path / "inner_module.py").write_text("y = 1\n")
    return tmp_path


def of(code):
    return Dependencies().of(code)


@pytest.mark.parametrize("name", ["outer/part.py", "outer/table.csv", "inner_module.py"])
@pytest.mark.parametrize("code", ["import outer", "def f():\n    from outer.part import x"])
def test_a_changed_file_of_a_package_changes_what_imports_it(source, name, code):
    before, other = of(code), of("import math")
    (source / name).write_text("2\n")
    assert of(code) != before
    assert of("import math") == other


def test_a_package_without_an_init_file_counts_too(source):
    (source / "outer" / "__init__.py").unlink()
    before = of("import outer.part")
    (source / "outer" / "part.py").write_text("2\n")
    assert of("import outer.part") != before


def test_a_file_that_python_writes_by_itself_changes_nothing(source):
    before = of("import outer")
    (source / "outer" / "__pycache__").mkdir()
    (source / "outer" / "__pycache__" / "part.pyc").write_text("2")
    assert of("import outer") == before


def test_packages_that_import_each_other_are_read_once(source):
    (source / "inner_module.py").write_text("import outer\n")
    known = Dependencies()
    known.of("import outer, inner_module")
    assert set(known.packages) == {source / "outer", source / "inner_module.py"}


@pytest.mark.parametrize(
    "code", ["import numpy", "import json, sys, zlib", "import __main__", "import nowhere", "x ="]
)
def test_of_an_installed_package_or_none_no_file_is_read(code, monkeypatch):
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)  # as that of any script
    known = Dependencies()
    known.of(code)
    assert not known.packages


def test_a_module_that_nobody_can_find_again_is_read_from_no_file(monkeypatch):
    monkeypatch.setitem(sys.modules, "made_by_hand", ModuleType("made_by_hand"))
    known = Dependencies()
    known.of("import made_by_hand")
    assert not known.packages


def test_the_press_is_no_part_of_the_package_but_its_verdict_counts(monkeypatch, tmp_path):
    files = dependencies._files_of(dependencies.PACKAGE)
    assert dependencies.PACKAGE / "losses.py" in files
    assert not [path for path in files if "publishing" in path.parts]
    before = of("")
    (tmp_path / "checking").mkdir()
    (tmp_path / "checking" / "verdict.py").write_text("1")
    monkeypatch.setattr(dependencies, "PRESS", tmp_path)
    assert of("") != before


@pytest.mark.parametrize("name", ["numpy-99.0", "jax-99.0"])
def test_another_version_of_an_installed_package_counts(monkeypatch, tmp_path, name):
    before = of("")
    (tmp_path / f"{name}.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert of("") != before


def test_a_package_that_was_installed_again_under_its_version_counts(monkeypatch, tmp_path):
    (tmp_path / "mine-1.0.dist-info").mkdir()
    record = tmp_path / "mine-1.0.dist-info" / "RECORD"
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    found = []
    for line in ("mine.py,sha256=a,1", "mine.py,sha256=b,1", "mine.py,sha256=b,1\n../bin/mine,,"):
        record.write_text(line)
        found.append(of(""))
    assert found[0] != found[1] == found[2]


def test_a_package_that_blocks_need_counts_wherever_it_comes_from(monkeypatch):
    monkeypatch.setattr(dependencies, "present", list)
    before = of("")
    monkeypatch.setattr(dependencies, "present", lambda: ["jax"])
    assert of("") != before
