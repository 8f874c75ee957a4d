import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.finishing import finish_content
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pairs import pair_passages
from mlbook.publishing.site.rendering import renderer

PASSAGE = '<div lang="{}" markdown>\n{}\n</div>\n\n'


def paired(zh, en):
    markdown = PASSAGE.format("zh", zh) + PASSAGE.format("en", en)
    page = Page(renderer().convert(markdown))
    finish_content(page, parse_chapter(markdown), {}, {})
    return "".join(line.strip() for line in str(page).splitlines())


def pair(zh, en, identity=""):
    return f'<div class="twins"{identity}><div lang="zh">{zh}</div><div lang="en">{en}</div></div>'


def test_each_paragraph_stands_beside_its_translation():
    expected = pair("<p>甲。</p>", "<p>A.</p>") + pair("<p>乙。</p>", "<p>B.</p>")
    assert paired("甲。\n\n乙。", "A.\n\nB.") == expected


def test_a_formula_stands_once_with_its_id():
    formula = "$$x \\label{a} \\tag{1.1}$$"
    html = paired(f"甲。\n\n{formula}\n\n乙。", f"A.\n\n{formula}\n\nB.")
    assert html.count("<math") == html.count('id="equation-a"') == 1
    before, after = html.split('<div class="formula" id="equation-a">')
    assert before == pair("<p>甲。</p>", "<p>A.</p>")
    assert after.endswith("(1.1)</span></div>" + pair("<p>乙。</p>", "<p>B.</p>"))


def test_a_formula_with_words_stands_in_both_languages_and_has_one_id():
    html = paired(r"$$\text{甲} \label{a}$$", r"$$\text{A} \label{a}$$")
    assert html.startswith('<div class="twins" id="equation-a"><div lang="zh"><div class="formula"')
    assert html.count("equation-a") == 1


@pytest.mark.parametrize(("begin", "tag"), [("-", "ul"), ("1.", "ol")])
def test_an_item_of_a_list_has_both_languages(begin, tag):
    html = paired(f"{begin} 甲\n{begin} $x$", f"{begin} A\n{begin} $x$")
    assert html == f"<{tag}><li>{pair('甲', 'A')}</li><li><math><mi>x</mi></math></li></{tag}>"


def test_the_paragraphs_of_an_item_are_paired():
    html = paired("- 甲\n\n    乙", "- A\n\n    B")
    assert (
        html == f"<ul><li>{pair('<p>甲</p>', '<p>A</p>')}{pair('<p>乙</p>', '<p>B</p>')}</li></ul>"
    )


def test_a_list_below_an_item_stays_with_it():
    html = paired("- 甲\n    - 乙", "- A\n    - B")
    inner = "{}<ul><li>{}</li></ul>".format
    assert html == f"<ul><li>{pair(inner('甲', '乙'), inner('A', 'B'))}</li></ul>"


def test_a_table_has_both_languages_in_a_cell_and_what_they_share_once():
    html = paired("| 甲 | 数 |\n|---|---|\n| 乙 | 1 |", "| A | no. |\n|---|---|\n| B | 1 |")
    cells = [f'<div lang="zh">{zh}</div><div lang="en">{en}</div>' for zh, en in ("甲A", "乙B")]
    assert html.startswith('<div class="table"><table>')
    assert html.count("<table>") == 1
    assert f"<th>{cells[0]}</th>" in html
    assert f"<tr><td>{cells[1]}</td><td>1</td></tr>" in html


def test_a_column_of_translations_is_marked_as_repeating_the_first():
    rows = "|{}|{}|{}|\n|---|---|---|\n|[{}](x.md)|{}|{}|".format
    quoted = '<span lang="zh-CN">丁</span>'
    html = paired(rows(*"甲乙丙丁", "D", "一"), rows(*"ABC", "D", quoted, "1"))
    head, body = html.split("<tbody>")
    for row, name in ((head, "th"), (body, "td")):
        marked = [cell.startswith(' class="again"') for cell in row.split(f"<{name}")[-3:]]
        assert marked == [False, True, False]


@pytest.mark.parametrize(
    ("zh", "en"),
    [("<p>甲</p>", "<p>A</p><p>B</p>"), ("<p>甲</p>", "<ul></ul>")],
)
def test_passages_of_another_build_stay_as_they_are(zh, en):
    page = Page(
        html := f'<div class="twins"><div lang="zh">{zh}</div><div lang="en">{en}</div></div>'
    )
    pair_passages(page)
    assert str(page) == html


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("<ul><li>甲</li></ul>", "<ul></ul>"),
        ("<table><tr><td>甲</td></tr></table>", "<table></table>"),
        ("<blockquote><p>甲</p></blockquote>", "<blockquote><p>A</p></blockquote>"),
    ],
)
def test_what_cannot_be_joined_is_a_pair(zh, en):
    page = Page(f'<div class="twins"><div lang="zh">{zh}</div><div lang="en">{en}</div></div>')
    pair_passages(page)
    assert str(page).replace("\n", "") == pair(zh, en)
