import tomllib
from pathlib import Path

import pytest

from mlbook.publishing.chapters import needs
from mlbook.publishing.chapters.needs import PACKAGES, fault_of_needs, packages_in, parted
from mlbook.publishing.chapters.reader import parse_chapter

PROJECT = Path(__file__).parents[3] / "pyproject.toml"
EXERCISE = """## 练习 · Exercises {#exercises}

### 甲 · A {#exercise-a}

```python title="start ★★ needs jax"
x = 0
```

```python title="check needs processes"
assert x == 2, "太小 · Too small"
```

```python title="answer needs autograd jax"
x = 2
```
"""


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("needs processes", ("processes",)),
        ("needs processes jax", ("processes", "jax")),
        ("needs processes, jax", ("processes", "jax")),
        ("answer needs jax", ("jax",)),
        ("start ★★★ needs jax,autograd", ("jax", "autograd")),
        ("needs.py", ()),
        ("ring.py", ()),
        ("环 · What it needs processes for", ()),
        ("", ()),
    ],
)
def test_the_title_of_a_block_says_what_it_needs(title, names):
    page = parse_chapter(f'```python title="{title}"\nimport jax\n```\n')
    assert page.blocks[0].needs == names


def test_a_title_without_needs_is_not_parted():
    assert parted("甲 · A") == ("甲 · A", None)
    assert parted("wrong needs jax") == ("wrong", ("jax",))


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("needs", "the title does not say what the block needs: write needs processes, autogr"),
        ("needs prozesses", "nothing is known of the need prozesses: write processes, autograd or"),
        ("needs jax, JAX", "nothing is known of the need JAX: write processes, autograd or jax"),
        ("needs scipy", "nothing is known of the need scipy: write processes, autograd or jax"),
        ("needs jax jax", "the title names a need twice: write it once"),
        ("answer needs torch", "nothing is known of the need torch: write processes, autograd or"),
        ("need jax", "the title is no file's name and not `中文 · English`"),
        ("Needs jax", "the title is no file's name and not `中文 · English`"),
    ],
)
def test_a_word_that_is_no_need_is_a_fault_of_its_line(title, message):
    page = parse_chapter(f'\n```python title="{title}"\nimport jax\n```\n')
    (problem,) = page.problems
    assert (problem.line, problem.message[: len(message)]) == (2, message)


def test_only_python_has_needs():
    (problem,) = parse_chapter('```sh title="needs jax"\nls\n```\n').problems
    assert problem.message.startswith("the title is no file's name")


def test_a_block_of_an_exercise_keeps_its_role_and_has_the_needs_of_its_check():
    page = parse_chapter(EXERCISE)
    assert page.problems == []
    assert [(block.role, block.needs) for block in page.blocks] == [
        ("start", ("jax", "processes")),
        ("check", ("processes",)),
        ("answer", ("autograd", "jax", "processes")),
    ]


def test_packages_are_named_once_and_in_order():
    assert packages_in(["processes", "jax", "autograd", "jax"]) == ["autograd", "jax"]
    assert packages_in(["processes"]) == []


@pytest.mark.parametrize("installed", [[], ["jax"], ["autograd", "jax"]])
def test_the_packages_that_are_present_are_those_that_can_be_found(monkeypatch, installed):
    monkeypatch.setattr(needs, "find_spec", lambda name: name if name in installed else None)
    assert needs.present() == installed


def test_every_package_that_a_block_may_need_comes_with_an_extra_of_its_own():
    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for package, extra in PACKAGES.items():
        assert [each.partition(">=")[0] for each in extras[extra]] == [package]
        assert fault_of_needs((package,)) is None
