import pytest

from mlbook.publishing.reading import parse_chapter


@pytest.mark.parametrize(
    "info",
    ["python", 'python title="a.py"', 'python title="a.py" hl_lines="1 2"', "python "],
)
@pytest.mark.parametrize("marks", ["```", "````", "~~~"])
def test_a_python_fence_is_run_whatever_its_attributes(info, marks):
    chapter = parse_chapter(f"{marks}{info}\npass\n{marks}\n")
    assert [block.code.text for block in chapter.blocks] == ["pass\n"]
    assert not chapter.problems


@pytest.mark.parametrize(
    "container",
    ['=== "甲 · A"', '!!! note "甲 · A"', '??? note "甲 · A"', '???+ note "甲 · A"', "1. 甲 · A",
     "- 甲 · A", '!!! note ""'],
)  # fmt: skip
def test_a_fence_in_a_container_is_run_without_its_indentation(container):
    chapter = parse_chapter(f"{container}\n\n    ```python\n    if 1:\n        pass\n    ```\n")
    assert [(b.line, b.code.text) for b in chapter.blocks] == [(3, "if 1:\n    pass\n")]
    assert not chapter.problems


def test_containers_nest_and_end_where_the_indentation_does():
    chapter = parse_chapter(
        '=== "甲 · A"\n\n    - 乙 · B\n\n        ```python\n        pass\n        ```\n\n'
        "    ```python\n    pass\n    ```\n\n```python\npass\n```\n"
    )
    assert [block.code.indent for block in chapter.blocks] == [8, 4, 0]
    assert not chapter.problems
