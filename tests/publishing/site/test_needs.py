"""What a page says of the needs of its blocks, and of those that were not run."""

import re

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking import needs
from mlbook.publishing.site.blocks import address_blocks, frames_of
from mlbook.publishing.site.exercises import mark_exercises
from mlbook.publishing.site.needs import mark_needs
from mlbook.publishing.site.rendering import render, renderer

BLOCK = """```python title="{}"
pass
```

```text
2
```
"""
NOT_RUN = (
    '<span class="filename needs"><span lang="zh">本次构建没有运行</span>'
    '<span class="dot"> · </span><span lang="en">Not run in this build</span></span><pre>'
)
NOTE = re.compile(
    r'data-needs="([^"]*)"[^>]*><span class="filename needs"><span lang="zh">(.*?)</span>'
    r'<span class="dot"> · </span><span lang="en">(.*?)</span></span><pre>'
)


@pytest.fixture(autouse=True)
def _without_jax(monkeypatch):
    monkeypatch.setattr(needs, "present", lambda: ["autograd"])


def marked(text):
    chapter = parse_chapter(f"# 甲 · A\n\n{text}")
    assert chapter.problems == []
    page = render(chapter, renderer())
    address_blocks(page)
    frames = frames_of(page, chapter)
    mark_needs(page, chapter, frames)
    mark_exercises(page, chapter, frames)
    return str(page)


@pytest.mark.parametrize(
    ("title", "attribute", "zh", "en"),
    [
        ("needs processes", "processes", "需要几个进程", "Needs several processes"),
        ("needs autograd", "autograd", "需要 autograd", "Needs autograd"),
        (
            "needs autograd, processes",
            "autograd processes",
            "需要 autograd、几个进程",
            "Needs autograd and several processes",
        ),
    ],
)
def test_the_page_says_what_a_block_needs_in_place_of_its_title(title, attribute, zh, en):
    html = marked(BLOCK.format(title))
    assert NOTE.findall(html) == [(attribute, zh, en)]
    assert title not in html
    assert NOT_RUN not in html


@pytest.mark.parametrize("title", ["needs jax", "needs jax processes"])
def test_a_block_that_was_not_run_says_so_and_so_does_its_output(title):
    html = marked(BLOCK.format(title))
    ((_, zh, en),) = NOTE.findall(html)
    assert zh.startswith("需要 jax")
    assert zh.endswith("；本次构建没有运行")
    assert en.endswith(". Not run in this build")
    assert html.count(NOT_RUN) == 1
    assert html.index("Needs jax") < html.index(NOT_RUN)


@pytest.mark.parametrize("title", ["ring.py", "环 · Ring", "0"])
def test_other_titles_stay_as_they_are(title):
    html = marked(BLOCK.format(title))
    assert "data-needs" not in html
    assert html.count("filename") == 1


def test_an_output_below_a_block_that_ran_is_not_marked():
    html = marked(BLOCK.format("needs jax").partition("```text")[0] + BLOCK.format("ring.py"))
    assert NOT_RUN not in html


def test_the_blocks_of_an_exercise_have_the_needs_of_its_check():
    html = marked(
        '### 甲 · A {#exercise-a}\n\n```python title="start ★"\nx = 0\n```\n\n'
        '```python title="check needs jax"\npass\n```\n\n```python title="answer"\nx = 2\n```\n\n'
        '```python title="wrong"\nx = 1\n```\n\n```text\n一 · One\n```\n'
    )
    assert [found[0] for found in NOTE.findall(html)] == ["jax"] * 4
    assert html.count(NOT_RUN) == 1
    assert "data-key" not in html  # for no browser can tell that it is solved
    assert len(re.findall(r'exercise-\w+" id="exercise-a-block-\d" data-needs="jax"', html)) == 4
