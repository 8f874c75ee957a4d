"""Books in Japanese and Korean, whose characters are no letters and partly those of Chinese."""

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mlbook.publishing.chapters.options import Options
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.site.rendering import Rendering, renderer

PASSAGE = '<div lang="{}" markdown>\n{}\n</div>\n'
SETTINGS = """
site_name: 勾配 · Gradient
site_description: 学習 · Learning
theme: {name: material}
nav:
  - index.md
  - 学習 · Learning:
      - chapters/first.md
  - glossary.md
plugins:
  - mlbook:
      languages: [ja, en]
      words: {ja: {"Chapter {}": "第{}章", "Table {}": "表{}", Close: 閉じる}}
"""
LISTS = """
```python
print([1, 2])
```

```text
[1, 2]
```
"""


def pair(first, second, languages=("ja", "en")):
    return "\n".join(map(PASSAGE.format, languages, (first, second)))


JAPANESE = "勾配は、関数 $f$ の変化を表す。`numpy` で計算する。表は[](#table-values)。"
ENGLISH = "The gradient says how $f$ changes. `numpy` computes it, see [](#table-values)."
PAGE = (
    "# 勾配 · The gradient\n\n"
    + pair(
        f"{JAPANESE}\n\nTable {{#table-values}}: 値\n\n| 値 |\n|---|\n| 1 |",
        f"{ENGLISH}\n\nTable {{#table-values}}: Values\n\n| Value |\n|---|\n| 1 |",
    )
    + LISTS
)
TERMS = "# 用語 · Terms\n\n" + pair(
    "| 用語 | 英語 | 意味 |\n|---|---|---|\n| [関数](chapters/first.md#a) | function | 対応 |",
    "| term | Japanese | sense |\n|---|---|---|\n"
    '| [function](chapters/first.md#a) | <span lang="ja-JP">関数</span> | map |',
)
KOREAN = "# 기울기 · The gradient\n\n" + pair(
    "1998년에 나온 기울기는 함수 $f$의 변화를 말한다.",
    "The gradient (LeCun, 1998) says how $f$ changes.",
    ("ko", "en"),
)


@pytest.fixture
def faults(tmp_path):
    """A function that returns all that is wrong with a page."""

    def found(text, languages=("ja", "en")):
        path = tmp_path / "docs" / "chapters" / "x.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        options = Options(languages)
        page = parse_chapter(text, "docs/chapters/x.md", options)
        book = Book([page], options)
        if problems := book.problems_of(page):
            return "\n".join(each.message for each in problems)
        rendering = Rendering(book.numbering.numbered(page), tmp_path, renderer(options))
        return "\n".join([*rendering.of_twins.values(), rendering.faults_of_page() or ""])

    return found


def test_a_page_in_japanese_and_english_passes(faults):
    assert faults(PAGE) == ""


def test_a_page_in_korean_and_english_passes(faults):
    assert faults(KOREAN, ("ko", "en")) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        (ENGLISH, JAPANESE, "English has half-width punctuation"),
        (ENGLISH, "勾配 $f$ `numpy` [](#table-values)", "the English has 勾, which is Japanese"),
        (JAPANESE, f"{ENGLISH} See it.", "the Japanese block has no Japanese here"),
        ("The gradient\n", "勾配\n", "the heading is not `日本語 · English`: the English has 勾"),
        ("を表す。", "を表す. ", "Japanese has full-width punctuation:  x の変化を表す. x"),
        ("勾配は、", "勾配 は、", "no space goes after this character"),
        ("を表す。", "を表す。。", "one sign is enough"),
        ("| 値 |", "| Value, or so |", "the Japanese block has no Japanese here"),
    ],
)
def test_what_a_japanese_reader_would_not_print_is_refused(faults, right, wrong, fault):
    assert fault in faults(PAGE.replace(right, wrong))


def test_korean_has_half_width_punctuation(faults):
    assert "Korean has half-width" in faults(KOREAN.replace("다.", "다。"), ("ko", "en"))


def test_katakana_alone_are_words_that_need_a_translation(faults):
    assert "text outside a language block is" in faults(f"{PAGE}\nグラフ\n")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The pages of a book in Japanese and English, by their paths."""
    folder = tmp_path_factory.mktemp("japanese")
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (folder / "docs" / "chapters").mkdir(parents=True)
    home = "---\ndescription: 学習 · Learning\n---\n\n# 属性 · Home\n\n" + pair(
        "関数だ。", "function"
    )
    for name, text in {"index": home, "glossary": TERMS, "chapters/first": PAGE}.items():
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    config = load_config(str(folder / "mkdocs.yml"))
    build(config)
    pages = (folder / "site").rglob("*.html")
    return {
        each.relative_to(folder / "site").as_posix(): each.read_text(encoding="utf-8")
        for each in pages
    }


def test_words_in_chinese_characters_stay_those_of_the_author(site):
    page = site["chapters/first/index.html"]
    assert '<span lang="ja">第1章 勾配</span>' in page
    assert '<span lang="ja">学習</span><span class="dot"> · </span><span lang="en">Learning' in page
    assert 'content="学習 · Learning"' in site["index.html"]


def test_words_of_the_press_are_japanese_where_the_book_has_them(site):
    page = site["chapters/first/index.html"]
    assert '<span lang="ja">閉じる</span>' in page
    assert 'aria-label="What to look for"' in page
    assert "关闭" not in page


def test_captions_and_references_are_written_without_spaces(site):
    page = site["chapters/first/index.html"]
    assert '<strong id="table-values">表1.1</strong>　値' in page
    assert '表は<a href="#table-values">表1.1</a>。' in page


def test_terms_are_found_between_other_characters(faults, site):
    assert 'title="対応">関数</a>だ。' in site["index.html"]
