import pytest

from mlbook.publishing.chapters.equations import displayed_formulas
from mlbook.publishing.chapters.numbering import Numbering
from mlbook.publishing.chapters.options import Options, entries_of
from mlbook.publishing.chapters.reader import parse_chapter

NAV = [
    "index.md",
    {"第一 · First": ["chapters/b.md", "chapters/a.md"]},
    {"附录 · Appendix": [{"其他 · Others": ["chapters/c.md"]}, {"术语 · Terms": "glossary.md"}]},
]
PASSAGE = '<div lang="zh" markdown>\n{zh}\n</div>\n\n<div lang="en" markdown>\n{en}\n</div>\n'
FIGURE = "```python\nplt.show()\n```\n\n![图 · A figure](figures/{}.svg)\n"


def page(path, *parts, title="# 页 · Page"):
    return parse_chapter("\n".join([title, "", *parts]), f"docs/{path}.md")


def twins(zh, en=None):
    return PASSAGE.format(zh=zh, en=zh if en is None else en)


B = page(
    "chapters/b",
    FIGURE.format("one"),
    FIGURE.format("two"),
    twins("$$a\\label{first}$$\n\n$$\nb\n$$"),
    twins("表 {#table-rates}：率", "Table {#table-rates}: rates"),
    twins("$$c\\label{third}$$"),
)
OTHERS = [page("index"), page("chapters/a"), page("chapters/c"), page("glossary")]


def numbering(*pages, nav=NAV):
    return Numbering([B, *OTHERS, *pages], Options(nav=(*entries_of(nav),)))


def filled(text, path="chapters/x"):
    """Return the two passages of a page with a text in both, numbered."""
    chapter = page(path, twins(text))
    (pair,) = numbering(chapter).numbered(chapter).twins
    return pair.zh, pair.en


@pytest.mark.parametrize(
    ("target", "zh", "en"),
    [
        ("b.md", "[第 1 章](b.md)", "[Chapter 1](b.md)"),
        ("a.md", "[第 2 章](a.md)", "[Chapter 2](a.md)"),
        ("c.md", "[附录 A](c.md)", "[Appendix A](c.md)"),
        ("b.md#figure-two", "[图 1.2](b.md#figure-two)", "[Figure 1.2](b.md#figure-two)"),
        ("b.md#table-rates", "[表 1.1](b.md#table-rates)", "[Table 1.1](b.md#table-rates-en)"),
        (
            "b.md#equation-third",
            "[式 (1.3)](b.md#equation-third)",
            "[(1.3)](b.md#equation-third)",
        ),
    ],
)
def test_a_link_without_words_says_the_number_of_what_it_leads_to(target, zh, en):
    assert filled(f"[]({target})") == (zh, en)


def test_a_space_parts_a_number_from_the_chinese_after_it():
    zh, _ = filled("看 [](b.md#figure-one)中，[](b.md) 里，[](b.md#figure-one)。")
    assert zh == "看[图 1.1](b.md#figure-one) 中，[第 1 章](b.md)里，[图 1.1](b.md#figure-one)。"
    assert filled("[](b.md) x, [](b.md)")[1] == "[Chapter 1](b.md) x, [Chapter 1](b.md)"


@pytest.mark.parametrize("target", ["", "b.md#figure-three", "glossary.md", "no.md", "b.md#rates"])
def test_a_link_without_words_to_what_has_no_number_is_a_problem(target):
    chapter = page("chapters/x", twins(f"[]({target})"))
    problems = list(numbering(chapter).problems_of(chapter))
    assert [problem.line for problem in problems] == [4, 8]
    assert "to nothing that the build numbers" in problems[0].message


@pytest.mark.parametrize(
    "text", ["第 3 章", "第3章", "Chapter 3", "figure 3", "Tables 3", "equation (3"]
)
def test_a_number_that_is_typed_is_a_problem(text):
    chapter = page("chapters/x", twins(f"见 {text}", f"see {text}."))
    found = [(each.line, each.message) for each in numbering(chapter).problems_of(chapter)]
    message = f"{text} is typed, and the build numbers: write a link without words, [](data.md)"
    assert found == [(4, message), (8, message)]


def test_a_number_of_another_book_may_be_typed():
    other = '<span class="quoted" title="Goodfellow et al., 2016">Chapter 3</span>, chapter three'
    chapter = page("chapters/x", twins(f"{other}，图 3 张", f"{other}, 3 figures"))
    assert not list(numbering(chapter).problems_of(chapter))


def test_a_link_without_words_to_what_has_a_number_is_no_problem():
    chapter = page("chapters/x", twins("[](b.md), [](b.md#figure-two), [](b.md#table-rates)"))
    assert not list(numbering(chapter).problems_of(chapter))


def test_a_lab_has_no_numbers():
    lab = page("chapters/x", twins("[](b.md)"))
    lab.unrun = True
    assert list(numbering(lab).problems_of(lab))
    assert numbering(lab).numbered(lab) is lab


def test_titles_captions_and_formulas_carry_their_numbers_in_the_lines_where_they_were():
    numbered = numbering().numbered(B)
    assert len(numbered.lines) == len(B.lines)
    assert numbered.headings[0].text == "第 1 章 页 · Chapter 1: Page"
    assert numbered.headings[0].id == "page"
    assert [each.caption for each in numbered.images] == [
        "图 1.1　图 · Figure 1.1: A figure",
        "图 1.2　图 · Figure 1.2: A figure",
    ]
    formulas, tables, last = numbered.twins
    assert formulas.zh == formulas.en == r"$$a\label{first} \tag{1.1}$$" "\n\n$$\nb\n \\tag{1.2}$$"
    assert (tables.zh, tables.en) == (
        "**表 1.1**{#table-rates}　率",
        "**Table 1.1**{#table-rates-en} rates",
    )
    assert last.en == r"$$c\label{third} \tag{1.3}$$"


def test_contents_show_short_titles():
    assert numbering().titles["docs/chapters/b.md"] == "1 页 · 1 Page"
    assert numbering().titles["docs/chapters/c.md"] == "A 页 · A Page"


def test_a_page_that_is_no_chapter_keeps_its_title_and_captions():
    chapter = page("errata", FIGURE.format("plain"), twins("$$x$$\n\n[](chapters/b.md)"))
    numbered = numbering(chapter).numbered(chapter)
    assert numbered.headings == chapter.headings
    assert numbered.images == chapter.images
    assert numbered.twins[0].en == "$$x$$\n\n[Chapter 1](chapters/b.md)"


def test_without_contents_chapters_are_numbered_in_the_order_of_their_paths():
    titles = numbering(nav=None).titles
    assert [titles[f"docs/chapters/{name}.md"][0] for name in "abc"] == ["1", "2", "3"]


@pytest.mark.parametrize("title", ["正文没有标题", "# 只有中文"])
def test_a_chapter_with_a_faulty_title_is_read_all_the_same(title):
    chapter = page("chapters/a", title=title)
    assert Numbering([chapter]).titles == {}


def test_twins_count_the_same_formulas_and_code_none():
    chapter = page("x", twins("$$a$$\n\n$$b$$"), "```sh\n$$\n```\n\n$$c$$\n", twins("$$d"))
    assert [each.number for each in displayed_formulas(chapter)] == [1, 2, 1, 2, 3, 4, 4]
