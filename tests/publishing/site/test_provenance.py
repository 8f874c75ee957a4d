import re

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.provenance import counts_of, versions, with_provenance

PAGE = """# 页 · Page

```python
print(2)
```

```text
2
```

## 练习 · Exercises {#exercises}

### 画线 · Draw a line {#exercise-line}

```python
draw()
```

![线 · A line](figures/line.svg)
"""


def text_of(html):
    return re.sub(r"<[^>]+>", "", html)


def test_the_foot_of_a_page_counts_what_it_holds():
    counts = counts_of(parse_chapter(PAGE), Page(""))
    assert counts == {"blocks": 2, "outputs": 1, "figures": 1, "exercises": 1}
    shown = text_of(with_provenance("<p>…</p>", counts, None, {}))
    assert "本页有 2 段代码、1 处输出、1 张图、1 道练习；" in shown
    assert "生成这一页之前，逐一运行并核对过。" in shown
    assert "2 blocks of code, 1 output, 1 figure, 1 exercise;" in shown
    assert "each was run and checked before the page was made." in shown


def test_the_foot_of_a_page_leads_to_what_is_checked():
    shown = with_provenance("", counts_of(parse_chapter(PAGE), Page("")), "../how-to/#checks", {})
    assert shown.count('<a href="../how-to/#checks">') == 2


def test_the_foot_of_a_page_names_versions_and_no_date():
    shown = versions({"NumPy": "numpy", "mlbook": "mlbook"})
    assert re.fullmatch(r"Python [\d.]+\S* · NumPy [\d.]+\S* · mlbook [\d.]+", shown)


def test_a_page_without_blocks_has_no_such_foot():
    none = counts_of(parse_chapter("# 页 · Page\n"), Page(""))
    assert with_provenance("<p>…</p>", none, None, {}) == "<p>…</p>"


def test_the_examples_of_a_reference_count_as_blocks():
    html = (
        '<div class="language-python highlight"></div><div class="language-text highlight"></div>'
    )
    chapter = parse_chapter("# 名 · Names\n\n::: mlbook.softmax\n")
    assert counts_of(chapter, Page(html)) == {"blocks": 1, "outputs": 1}
