import pytest

from mlbook.publishing.chapters.options import Options
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.notebooks.cells import cells_of

PAGE = """---
covers: [S1.01]
---

# 页 · Page

<div lang="zh" markdown>
先算 $x_1$。

1. 一
</div>

<div lang="en" markdown>
First compute $x_1$.

1. one
</div>

<!-- a note
to ourselves -->

```sh
ls
```

## 节 · Section {#section}

```python

print(2)
```

<!-- another note -->

```text
2
```

![图 $x$ · A figure $x$](figures/a.svg)

<details class="answer" markdown>
<summary>答案 · Answer</summary>

- 一 · one

    ```python
    x = 1
    ```

</details>

---
"""


def nowhere(target):
    """Every link becomes text."""


def sources(page, resolve=nowhere):
    chapter = parse_chapter(page)
    assert not chapter.problems
    return {cell.id: cell.source for cell in cells_of(chapter, resolve)[1:]}


def passages(zh, en, resolve=nowhere):
    page = f'<div lang="zh" markdown>\n{zh}\n</div>\n<div lang="en" markdown>\n{en}\n</div>\n'
    return list(sources(page, resolve).values())


def test_a_page_is_cut_at_its_headings_its_languages_and_its_blocks():
    assert sources(PAGE) == {
        "line-5": "# 页 · Page",
        "line-7": "先算 $x_1$。\n\n1. 一",
        "line-13": "First compute $x_1$.\n\n1. one",
        "line-22": "```sh\nls\n```",
        "line-26": "## 节 · Section",
        "line-28": "print(2)",
        "line-39": "图 $x$ · A figure $x$",
        "line-42": "### 答案 · Answer\n\n- 一 · one",
        "line-46": "x = 1",
    }


@pytest.mark.parametrize(
    ("page", "cells"),
    [
        ("# 页 · Page\n", {"line-1": "# 页 · Page"}),
        ("---\ncovers: []\n---\n# 页 · Page\n", {"line-4": "# 页 · Page"}),
        ("# 页 · Page\n\n<!-- the end -->\n", {"line-1": "# 页 · Page"}),
        ("<!-- begin -->\n# 页 · Page\n", {"line-2": "# 页 · Page"}),
    ],
)
def test_the_first_and_the_last_line_count(page, cells):
    assert sources(page) == cells


def test_the_first_cell_says_where_it_comes_from_and_what_it_needs():
    chapter = parse_chapter("# 页 · Page\n", "docs/chapters/page.md")
    first = cells_of(chapter, nowhere)[0]
    assert first.id == "about"
    assert first.source.count("`docs/chapters/page.md`") == 2
    assert "```sh\npip install jupyterlab\n```" in first.source
    first = cells_of(chapter, nowhere, "https://example.org/page/")[0]
    assert first.source.count("<https://example.org/page/>") == 2


def test_a_book_says_what_its_notebooks_need_once_for_each_language():
    needs = {"de": "Man braucht Jupyter:", "install": "pip install rope"}
    chapter = parse_chapter("# Seite\n", "docs/page.md", Options(("de",), notebook=needs))
    first = cells_of(chapter, nowhere)[0].source
    assert "This notebook is a page of the book: `docs/page.md`. Man braucht Jupyter:" in first
    assert first.count("```sh\npip install rope\n```") == first.count("Every block of code") == 1


def test_an_empty_page_has_nothing_but_its_first_cell():
    assert sources("<!-- nothing -->\n") == {}


@pytest.mark.parametrize("text", ["```\nx\n", "`x`\n"])
def test_a_block_that_is_only_shown_stays_as_it_is(text):
    fence = f"````markdown\n---\n{text}[x](y.md)\n````"
    shown = sources(fence + "\n")["line-1"]
    marks = "````" if "```" in text else "```"
    assert shown == f"{marks}markdown\n---\n{text}[x](y.md)\n{marks}"


FOLDED = '<details class="answer" markdown>\n<summary>{}</summary>\n{}</details>'


def test_containers_become_their_titles_and_their_contents():
    zh = '!!! note "注意"\n    一\n\n    二\n三\n\n!!! tip ""\n    四'
    en = "a<!-- not shown -->\n\n" + FOLDED.format("Why", "\nb\n")
    assert passages(zh, en) == ["**注意**\n一\n\n二\n三\n\n\n四", "a\n\n# Why\n\nb"]


def test_an_answer_under_the_deepest_heading_goes_no_deeper():
    page = f"###### 甲 · A {{#a}}\n{FOLDED.format('答 · B', '')}\n"
    assert sources(page)["line-3"] == "###### 答 · B"


def test_a_space_before_the_first_line_of_a_passage_stays():
    assert passages(" 一", "a") == [" 一", "a"]


def test_nested_lists_in_a_passage_keep_their_indentation():
    assert passages("- 一\n    - 二", "- a\n    - b") == ["- 一\n    - 二", "- a\n    - b"]


LINKS = "[`a[0]`](data.md#one-hot) [b [c]](#d) ![e](f.png) [g](https://h.org) `i[0](j)` $k[0](l)$"


def test_a_link_to_nowhere_becomes_its_text():
    shown = "`a[0]` b [c] e [g](https://h.org) `i[0](j)` $k[0](l)$"
    assert passages("甲", LINKS) == ["甲", shown]


def test_a_link_with_an_address_leads_there():
    addresses = {"data.md#one-hot": "https://x.org/data/#one-hot", "#d": "https://x.org/#d"}
    shown = (
        "[`a[0]`](https://x.org/data/#one-hot) [b [c]](https://x.org/#d) e "
        "[g](https://h.org) `i[0](j)` $k[0](l)$"
    )
    assert passages("甲", LINKS, addresses.get) == ["甲", shown]
