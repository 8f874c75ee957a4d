import re
from dataclasses import replace

import pytest

from mlbook.publishing.chapters.options import Options
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking import needs
from mlbook.publishing.site import provenance
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


FOOT = {"NumPy": "numpy"}


def text_of(html):
    return re.sub(r"<[^>]+>", "", html)


def test_the_foot_of_a_page_counts_what_it_holds():
    chapter = parse_chapter(PAGE)
    counts = counts_of(chapter, Page(""))
    assert counts == {"blocks": 2, "outputs": 1, "figures": 1, "exercises": 1}
    shown = text_of(with_provenance("<p>…</p>", chapter, counts, None))
    assert "本页有 2 段代码、1 处输出、1 张图、1 道练习；" in shown
    assert "生成这一页之前，逐一运行并核对过。" in shown
    assert "2 blocks of code, 1 output, 1 figure, 1 exercise;" in shown
    assert "each was run and checked before the page was made." in shown


def test_the_foot_of_a_page_leads_to_what_is_checked():
    chapter = parse_chapter(PAGE)
    shown = with_provenance("", chapter, counts_of(chapter, Page("")), "../how-to/#checks")
    assert shown.count('<a href="../how-to/#checks">') == 2


def test_the_foot_of_a_page_names_versions_and_no_date():
    shown = versions({"NumPy": "numpy", "mlbook": "mlbook"})
    assert re.fullmatch(r"Python [\d.]+\S* · NumPy [\d.]+\S* · mlbook [\d.]+", shown)


def test_a_page_without_blocks_has_no_such_foot():
    chapter = parse_chapter("# 页 · Page\n")
    assert with_provenance("<p>…</p>", chapter, counts_of(chapter, Page("")), None) == "<p>…</p>"


def test_the_examples_of_a_reference_count_as_blocks():
    html = (
        '<div class="language-python highlight"></div><div class="language-text highlight"></div>'
    )
    chapter = parse_chapter("# 名 · Names\n\n::: mlbook.softmax\n")
    assert counts_of(chapter, Page(html)) == {"blocks": 1, "outputs": 1}


@pytest.fixture
def foot(monkeypatch):
    """Return the foot of a page whose blocks have some needs, in an environment without JAX."""
    monkeypatch.setattr(needs, "present", lambda: ["autograd"])
    monkeypatch.setattr(provenance, "version", lambda name: f"2.0 of {name}")
    provenance.version_of.cache_clear()
    yield _foot
    provenance.version_of.cache_clear()


def _foot(*needed):
    text = "# 页 · Page\n\n" + "```python\npass\n```\n\n" * len(needed)
    chapter = parse_chapter(text, options=Options(foot=FOOT))
    pairs = zip(chapter.blocks, needed, strict=True)
    chapter.blocks = [replace(block, needs=names) for block, names in pairs]
    return text_of(with_provenance("", chapter, counts_of(chapter, Page("")), None))


@pytest.mark.parametrize(
    ("needed", "zh", "en"),
    [
        ([(), ("jax",)], "其中 1 段代码没有运行，其输出没有核对，", "1 block was not run, nor its"),
        ([("jax",), ("jax", "processes")], "其中 2 段代码没有运行，", "2 blocks were not run, nor"),
    ],
)
def test_the_foot_of_a_page_does_not_claim_what_was_not_run(foot, needed, zh, en):
    shown = foot(*needed)
    assert zh in shown
    assert "因为本次构建没有安装 jax；其余的在生成这一页之前，逐一运行并核对过。" in shown
    assert en in shown
    assert "as this build had no jax; each of the others was run and checked" in shown
    assert "· jax" not in shown


@pytest.mark.parametrize("needed", [[()], [("processes",)], [("autograd",), ("processes",)]])
def test_the_foot_of_a_page_claims_all_that_was_run(foot, needed):
    shown = foot(*needed)
    assert "没有运行" not in shown
    assert " each was run and checked before the page was made." in shown


def test_the_foot_of_a_page_names_the_versions_of_what_its_blocks_needed(foot):
    assert foot(("autograd",)).rstrip().endswith("· NumPy 2.0 of numpy · autograd 2.0 of autograd")
    assert foot(("processes",)).rstrip().endswith("· NumPy 2.0 of numpy")
