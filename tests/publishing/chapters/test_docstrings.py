from pathlib import Path

import pytest

import mlbook
from mlbook.publishing.chapters.docstrings import docstrings_behind, read_docstrings
from mlbook.publishing.checking.blocks import submit_block
from mlbook.publishing.checking.numbers import orphans
from mlbook.publishing.checking.verdict import fault
from mlbook.publishing.running.runner import Runner

PACKAGE = Path(mlbook.__file__).parent
SOURCES = [path for path in sorted(PACKAGE.rglob("*.py")) if "publishing" not in path.parts]
MODULE = '''"""Doubles."""

LIMIT = 125
"""Above {limit} nothing is doubled.

>>> from doubles import LIMIT
>>> print(LIMIT)
125
"""


class Doubler:
    """Doubles."""

    def double(self, x):
        """Return twice `x`.

        Examples
        --------
        >>> print(2)
        2
        >>> x = 3

        And then:

        >>> y = 4
        """
        return x + x
'''


@pytest.fixture(scope="module")
def runner():
    with Runner(timeout=20) as runner:
        yield runner


def read(text):
    return list(read_docstrings(text, "doubles.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_example_runs_as_a_script_and_every_number_has_evidence(runner, path):
    docstrings = list(read_docstrings(path.read_text(encoding="utf-8"), str(path)))
    runs = [(each, block) for each in docstrings for block in each.blocks]
    futures = [submit_block(*run, runner, path.parent) for run in runs]
    assert not [each.sentence(found) for each in docstrings for found in each.problems]
    assert not [each.sentence(found) for each in docstrings for found in orphans(each)]
    for run, future in zip(runs, futures, strict=True):
        assert fault(*run, future.result()) is None


@pytest.mark.parametrize("name", sorted(set(mlbook.__all__) - {"load_mnist"}))  # which downloads
def test_the_example_of_a_public_name_imports_it_from_the_package(name):
    module = f"{getattr(mlbook, name).__module__.replace('.', '/')}.py"
    docstrings = [each for each in docstrings_behind([f"mlbook.{name}"]) if each.path == module]
    codes = [block.code.text for each in docstrings for block in each.blocks]
    imports = [line for code in codes for line in code.splitlines() if "from mlbook import" in line]
    assert any(name in line.replace(",", " ").split() for line in imports)


SHOWN_FROM = {
    "__init__": "",
    "base": 'class Base:\n    def reach(self):\n        """Inherited."""\n',
    "child": 'from shown_from.base import Base\n\nclass Child(Base):\n    """Own."""\n',
    "number": 'LIMIT = 5\n"""Constant."""\n',
    "several": "from shown_from.number import LIMIT\nfrom shown_from.child import Child\n",
    "made": 'import functools\nroot = pow\nmade = functools.partial(max)\n"""Made."""\n',
}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("child.Child", {"Own.", "Inherited."}),
        ("child.Child.reach", {"Inherited."}),
        ("number.LIMIT", {"Constant."}),
        ("several", {"Own."}),
        ("made.made", {"Made."}),
        ("made.root", {"Made."}),
        ("made", {"Made."}),
    ],
)
def test_all_docstrings_that_mkdocstrings_may_show_under_a_name_are_read(
    tmp_path, monkeypatch, name, read
):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "shown_from").mkdir()
    for module, code in SHOWN_FROM.items():
        (tmp_path / "shown_from" / f"{module}.py").write_text(code)
    docstrings = list(docstrings_behind([f"shown_from.{name}"]))
    assert {"".join(each.lines).strip(' "') for each in docstrings} == read


def test_the_blocks_of_a_docstring_are_those_that_readers_copy():
    blocks = [block for docstring in read(MODULE) for block in docstring.blocks]
    assert [(block.line, block.code.text) for block in blocks] == [
        (6, "from doubles import LIMIT\nprint(LIMIT)\n"),
        (20, "print(2)\nx = 3\n"),
        (26, "y = 4\n"),
    ]
    assert [block.output and block.output.text for block in blocks] == ["125\n", "2\n", None]


def test_a_docstring_is_proved_by_its_examples_and_the_code_under_it():
    for limit, lines in (("125", []), ("126", [4])):
        docstrings = read(MODULE.format(limit=limit))
        assert [found.line for each in docstrings for found in orphans(each)] == lines
    code = 'def f(x):\n    """Return 1.25."""\n    return 1.25\n'
    assert not [found for each in read(code) for found in orphans(each)]
    (docstring,) = read(code.replace("return 1.25", "return x"))
    assert [found.line for found in orphans(docstring)] == [2]
    (docstring,) = read(code.replace("    return", "    # of 987\n    return"))
    assert ["987" in found.message for found in orphans(docstring)] == [True]


@pytest.mark.parametrize(
    "code", ["```python\n2\n```", "~~~\n2\n~~~", "Write::\n\n    print(2)", "- ```python"]
)
def test_code_that_is_no_session_is_refused(code):
    (docstring,) = read(f'"""Return.\n\n{code}\n"""\n')
    assert docstring.sentence(docstring.problems[0]).startswith(
        "doubles.py:3: nobody runs this code"
    )


@pytest.mark.parametrize("tag", ["<pre>", "<img src=x>", '<div class="source">', "</b>"])
def test_html_is_refused(tag):
    (docstring,) = read(f'"""Return.\n\n{tag}\n"""\n')
    assert (
        docstring.problems[0].message
        == f"{tag} is no tag that pages are written with: use Markdown"
    )


def test_a_reference_is_its_own_source():
    (docstring,) = read('"""Return.\n\nReferences\n----------\nA, eq. 4.104.\n\n4.105\n"""\n')
    assert [found.line for found in orphans(docstring)] == [7]
