import pytest

from mlbook.publishing.chapters.glossary import Term
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.terms import Known, known_on, mark_terms

ENTROPY = Term(("熵", "entropy"), ("平均的意外", 'the "mean" surprise'), "e.md", "h")
CROSS = Term(("交叉熵", "cross-entropy"), ("平均码长", "the mean length"), "e.md", "c")


def marked(html, *terms, is_here=False, everyday=()):
    page = Page(html)
    known = [Known(each, f"../e/#{each.id}", is_here) for each in terms or (ENTROPY, CROSS)]
    mark_terms(page, known, everyday)
    return str(page)


def zh(text):
    return f'<div lang="zh"><p>{text}</p></div>'


def en(text):
    return f'<div lang="en"><p>{text}</p></div>'


def test_each_language_marks_the_first_use_with_its_own_meaning():
    mark = '<a class="term" href="../e/#h" title="{}">{}</a>'
    assert marked(zh("熵是熵。") + en("Entropy is entropy.")) == (
        zh(mark.format("平均的意外", "熵") + "是熵。")
        + en(mark.format("the &quot;mean&quot; surprise", "Entropy") + " is entropy.")
    )


def test_every_section_marks_its_own_first_use():
    html = zh("熵") + "<h2>一</h2>" + zh("熵") + "<h3>小</h3>" + zh("熵")
    assert marked(html).count('class="term"') == 2


def test_the_longest_term_is_found_and_the_shorter_one_in_it_is_not():
    html = marked(zh("交叉熵") + en("cross-entropies? cross-entropy"))
    assert html.count('href="../e/#c"') == 2
    assert "#h" not in html


@pytest.mark.parametrize(("text", "found"), [("entropys", 1), ("Entropy", 1), ("entropyless", 0)])
def test_a_word_of_english_is_found_whole_or_in_the_plural(text, found):
    assert marked(en(text)).count("term") == found


def test_a_term_is_found_across_the_end_of_a_line():
    term = Term(("损失", "loss function"), ("", ""), "l.md", "l")
    assert ">loss\nfunction</a>" in marked(en("a loss\nfunction"), term)


@pytest.mark.parametrize("tag", ["a", "code", "pre", "math", "th", "h3", "summary", "button"])
def test_no_term_is_marked_in_a_link_code_a_formula_or_a_heading(tag):
    html = f'<div lang="zh"><{tag}>熵</{tag}></div>'
    assert marked(html) == html


@pytest.mark.parametrize(
    "html", ["<p>熵</p>", '<div lang="en"><span lang="zh-CN">熵</span></div>', en("熵")]
)
def test_a_term_is_marked_in_a_passage_of_its_language_alone(html):
    assert marked(html) == html


def test_a_quoted_number_is_left_alone():
    html = zh('<span class="quoted">熵</span>')
    assert marked(html) == html


def test_the_page_that_teaches_a_term_marks_it_after_that_section():
    html = zh("熵") + '<h2 id="h">熵</h2>' + zh("熵") + "<h3>小</h3>" + zh("熵") + "<h2>二</h2>"
    assert marked(html + zh("熵"), ENTROPY, is_here=True).count('class="term"') == 1
    assert marked(html, ENTROPY, is_here=True) == html


def test_words_of_everyday_hold_no_term():
    assert marked(zh("熵增"), everyday=["熵增"]) == zh("熵增")


def test_a_book_without_terms_is_left_alone():
    page = Page(zh("熵"))
    mark_terms(page, [])
    assert str(page) == zh("熵")


@pytest.mark.parametrize(
    ("uri", "known"),
    [
        ("a.md", []),
        ("e.md", [("#h", True)]),
        ("z.md", [("#h", False)]),
        ("errata.md", [("#h", False)]),
    ],
)
def test_a_chapter_knows_what_has_been_taught_and_other_pages_know_all(uri, known):
    def address(page, anchor):
        assert page == "e.md"
        return f"#{anchor}"

    found = known_on([ENTROPY], uri, ["a.md", "e.md", "z.md"], address)
    assert [(each.address, each.is_here) for each in found] == known
    assert not [*known_on([ENTROPY], uri, [], address)]
