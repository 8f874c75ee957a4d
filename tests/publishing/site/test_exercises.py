"""The blocks of an exercise on a rendered page."""

import re

import pytest

from mlbook.publishing.chapters.exercises import exercises_of
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.blocks import address_blocks, frames_of
from mlbook.publishing.site.exercises import mark_exercises
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.rendering import renderer

SOURCE = """# 甲 · A

```python
before = 1
```

### 二 · Two {#exercise-two}

```python title="start ★★"
x = 0
```

```python title="check"
assert x == 2, f"{x} < 2 · {x} < two"
```

```python title="answer"
x = 2
```

```python title="wrong"
x = 1
```

```text
1 小了 & 不是二 · 1 is small & not two
```

```python
after = 1
```
"""


@pytest.fixture(scope="module")
def chapter():
    return parse_chapter(SOURCE)


@pytest.fixture(scope="module")
def html(chapter):
    page = Page(renderer().convert(SOURCE))
    address_blocks(page)
    mark_exercises(page, chapter, frames_of(page, chapter))
    return str(page)


def test_each_block_is_named_and_others_are_not(html):
    frames = re.findall(r'class="language-python highlight( printing)?( exercise-\w+)?"', html)
    roles = ["", " exercise-start", " exercise-check", " exercise-answer", " exercise-wrong", ""]
    assert [role for _, role in frames] == roles


def test_the_start_has_the_key_of_its_exercise(chapter, html):
    key = exercises_of(chapter)[0].key
    assert f'exercise-start" id="exercise-two-block-1" data-key="{key}"' in html


def test_the_difficulty_stands_above_the_start(html):
    assert re.search(r'<p class="difficulty">.*★★☆.*</p>\n<div class="[^"]*exercise-start"', html)


def test_the_check_is_folded(html):
    assert re.search(r'<details class="check"><summary>.*</summary><div [^>]*exercise-check', html)
    assert html.count("</details>") == 1


def test_titles_of_blocks_are_not_shown(html):
    assert "filename" not in html


def test_a_diagnosis_stands_in_both_languages(html):
    said = html.split('class="language-text highlight diagnosis"')[1].split("</pre>")[0]
    assert '<span lang="zh">1 小了 &amp; 不是二</span>' in said
    assert '<span lang="en">1 is small &amp; not two</span>' in said
