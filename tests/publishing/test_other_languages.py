"""Books in other languages than this one: what their pages show, and what is refused."""

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mlbook.publishing.chapters.bilingual import fault_of_bilingual
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.checking.verdict import diagnosis_of
from mlbook.publishing.site.blocks import frames_of
from mlbook.publishing.site.finishing import finish_page
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.needs import mark_needs
from mlbook.publishing.site.parts import Part, fault_of_parts
from mlbook.publishing.site.provenance import with_provenance
from mlbook.publishing.site.rendering import render, renderer
from mlbook.publishing.site.wording import in_words_of, style_of, with_root

GERMAN = ("de", "en")
SETTINGS = """
site_name: {title}
docs_dir: {docs}
theme: {{name: material}}
plugins:
  - mlbook:
      languages: [{languages}]
      figures: {figures}
      words: {{de: {{"Chapter {{}}": "Kapitel {{}}", "Figure {{}}": "Abbildung {{}}"}}}}
"""
PASSAGE = '<div lang="{}" markdown>\n{}\n</div>\n'
CODE = """```python
print(2 * [1, 2])
```

```text title="choice 1"
[1, 2, 1, 2]
```
"""
ANSWERS = "- ✗ **{0}** {1}\n- ✓ **{2}** {3}\n- ✗ **{4}** {5}"
EXERCISE = """
### {title} {{#exercise-one}}

{question}

```python title="start ★"
x = 1
```

```python title="check"
assert x == 2, "{said}"
```

<details class="answer" markdown>
<summary>{answer}</summary>

```python title="answer"
x = 2
```

```python title="wrong"
x = 3
```

```text
{said}
```

</details>
"""


def both(german, english):
    return PASSAGE.format("de", german) + "\n" + PASSAGE.format("en", english)


ONE = f"""# Lists

Two of them, and `x`. See [](#table-rates) and [](second.md).

Table {{#table-rates}}: rates

| a | b |
|---|---|
| 1 | 2 |

## Twice {{#twice}}

<div class="prediction" markdown>

<div lang="en" markdown>
What is twice a list?

- **`[2, 4]`** as an array.
- **`[1, 2, 1, 2]`** as a list.
</div>

</div>

{CODE}
<details class="question" markdown>
<summary>Why?</summary>

<div lang="en" markdown>
{ANSWERS.format("A.", "no.", "B.", "yes.", "C.", "no.")}
</div>

</details>

## Exercises {{#exercises}}
{EXERCISE.format(title="A two", question="Make it two.", answer="Answer", said="not two")}"""
TABLE = "| {} | {} |\n|---|---|\n| {} | 1 |"
TWO = f"""# Listen · Lists

{
    both(
        "Zwei davon, zum [Kapitel](#twice), zwölf.",
        "Two of them, to the [chapter](#twice), twelve.",
    )
}
## Doppelt · Twice {{#twice}}

{both(TABLE.format("Wort", "Zahl", "eins"), TABLE.format("word", "number", "one"))}
{CODE.replace(' title="choice 1"', "")}
!!! note "Merke · Note"
    `x`

## Aufgaben · Exercises {{#exercises}}
{
    EXERCISE.format(
        title="Zwei · Two",
        question=both("Mach zwei.", "Make it two."),
        answer="Antwort · Answer",
        said="keine zwei · not two",
    )
}"""
GLOSSARY = "# Begriffe · Terms\n\n" + both(
    "| Wort | Wort | Sinn |\n|---|---|---|\n| [Liste](chapters/first.md#twice) | list | Folge |",
    "| word | word | sense |\n|---|---|---|\n| [list](chapters/first.md#twice) | Liste | row |",
)
SECOND = "# Zweites · Second\n\n" + both("Eine Liste.", "A list.")


def book(folder, languages, title, pages, docs="docs", figures="figures"):
    named = {"title": title, "languages": languages, "docs": docs, "figures": figures}
    settings = SETTINGS.format(**named)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for name, text in pages.items():
        path = folder / docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config = load_config(str(folder / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return {
        path.relative_to(folder / "site").as_posix(): path.read_text(encoding="utf-8")
        for path in (folder / "site").rglob("*")
        if path.suffix in {".html", ".css", ".ipynb", ".py", ".json", ".svg"}
    }


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """A book in English, its pages in another folder than docs."""
    pages = {"index.md": "# Home\n\nHi.\n", "chapters/first.md": ONE, "chapters/second.md": "# B\n"}
    return book(tmp_path_factory.mktemp("one"), "en", "Lists", pages, "text/pages")


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A book in German and English, with a glossary."""
    pages = {"index.md": "# Anfang · Home\n", "glossary.md": GLOSSARY}
    pages |= {"chapters/first.md": TWO, "chapters/second.md": SECOND}
    return book(tmp_path_factory.mktemp("two"), "de, en", "Listen · Lists", pages)


DRAWN = """# Lines

A line, in [](#figure-line).

```python
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.show()
```

![A line](img/plots/line.svg)
"""


def test_figures_are_in_the_folder_that_the_book_names(tmp_path):
    pages = {"index.md": "# Home\n", "chapters/first.md": DRAWN}
    site = book(tmp_path, "en", "Lines", pages, figures="img/plots")
    page = site["chapters/first/index.html"]
    assert '<img class="dark" src="../img/plots/line.dark.svg" alt="Figure 1.1: A line"' in page
    assert '<a href="#figure-line">Figure 1.1</a>' in page
    assert "chapters/img/plots/line.svg" in site


def test_a_figure_in_another_folder_is_refused_with_the_one_to_use():
    page = parse_chapter(
        DRAWN.replace("img/plots", "figures"), "x.md", Options(("en",), figures="img")
    )
    assert [each.message for each in page.problems] == [
        "a figure is named img/lower-case-words.svg, not figures/line.svg"
    ]


def test_no_page_of_a_book_in_english_has_a_chinese_word(one):
    for name, text in one.items():
        if name.endswith((".html", ".ipynb", ".py")):
            assert not [each for each in text if "一" <= each <= "鿿"], name


def test_a_book_in_one_language_has_numbers_and_no_switch_of_languages(one):
    page = one["chapters/first/index.html"]
    assert '<h1 id="lists">Chapter 1: Lists<' in page
    assert '<strong id="table-rates">Table 1.1</strong> rates' in page
    assert '<a href="#table-rates">Table 1.1</a> and <a href="../second/">Chapter 2</a>' in page
    assert "data-read=" not in page
    assert (
        '<a class="md-button md-button--primary" href="chapters/first/">Start here</a>'
        in (one["index.html"])
    )


def test_the_first_screen_of_a_book_in_one_language_stands_above_its_blocks(tmp_path):
    code = CODE.replace(' title="choice 1"', "")
    pages = {"index.md": f"# Home\n\nHi.\n\n{code}", "chapters/first.md": "# A\n"}
    home = book(tmp_path, "en", "Lists", pages)["index.html"]
    assert home.index('<p class="start">') < home.index('id="home-block-1"')


def test_a_book_in_one_language_asks_for_predictions_and_reasons(one):
    page = one["chapters/first/index.html"]
    assert '<div class="predicted" data-key=' in page
    assert page.count('class="pick"') == 2
    assert page.count('<li class="wrong">') == 2
    assert 'exercise-start"' in page
    assert "not two" in page


def test_the_search_of_a_book_in_one_language_has_each_title_twice_the_same(one):
    assert '["Chapter 1: Lists","Chapter 1: Lists"]' in one["search/page-0.json"] + (
        one["search/page-1.json"] + one["search/page-2.json"]
    )


def test_a_page_in_two_languages_marks_each_with_its_code(two):
    page = two["chapters/first/index.html"]
    title = '<span lang="de">Kapitel 1: Listen</span><span class="dot"> · </span>'
    assert f'{title}<span lang="en">Chapter 1: Lists</span>' in page
    assert '<td><div lang="de">eins</div><div lang="en">one</div></td>' in page
    assert '<span lang="de">Merke</span><span class="dot"> · </span>' in page
    assert '<span lang="de">keine zwei</span>' in page
    assert "Download as a Jupyter notebook" in page
    assert '<span lang="zh">' not in page


def test_terms_are_marked_in_either_language(two):
    page = two["chapters/second/index.html"]
    assert '<a class="term" href="../first/#twice" title="Folge">Liste</a>' in page
    assert '<a class="term" href="../first/#twice" title="row">list</a>' in page


def test_the_styles_hide_the_languages_of_the_book(one, two):
    rule = 'html[data-reading="{}"] body :is([lang="{}"], .dot)'
    assert rule.format("de", "en") in two["assets/book.css"]
    assert rule.format("en", "-") in one["assets/book.css"]
    assert style_of('.a [lang="zh"] {}', Options(GERMAN)) == '.a [lang="zh"] {}'


def problems(text, languages):
    page = parse_chapter(text, "docs/x.md", Options(languages))
    return [(each.line, each.message) for each in Book([page]).problems_of(page)]


@pytest.mark.parametrize(
    ("text", "languages", "line", "message"),
    [
        ("# A · B\n", ("en",), 1, "the heading is not `words`: a book in one language"),
        ("# A\n\nOne · two\n", ("en",), 3, "text is `words` or has no words: a book in one"),
        ("# A\n", GERMAN, 1, "the heading is not `Deutsch · English`: one ` · ` has to part"),
        ("# A ·  \n\n`x`", GERMAN, 1, "the heading is not `Deutsch · English`"),
        ("# A · B\n\nWort.\n", GERMAN, 3, "text outside a language block is `Deutsch · English`"),
        ("# A · B 12\n", GERMAN, 1, "the two languages do not say the same: only the English has"),
        ("# A · B\n\n" + PASSAGE.format("en", "B"), GERMAN, 3, "English block follows no German"),
        ("# A · B\n\n" + PASSAGE.format("de", "B"), GERMAN, 3, "not followed at once by its"),
        (f"# A\n\n{PASSAGE.format('de', 'B')}", ("en",), 3, '<div lang="de" markdown> is no tag'),
        ("# A\n\nOne sign , here.\n", ("en",), 3, "one sign follows its word at once"),
        ("---\ndescription: One · two\n---\n\n# A\n", ("en",), 2, "the description is not `words`"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_the_terms_of_the_book(text, languages, line, message):
    found = problems(text, languages)
    assert any(at == line and message in words for at, words in found), found


def test_a_book_need_not_spell_as_the_british_do():
    assert problems("# A color\n", ("en",)) == []


@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [
        (Part("12 Zeilen"), Part("12 lines"), None),
        (Part("1.200,5"), Part("1,200.5"), None),
        (Part("zwei"), Part("2"), None),
        (
            Part("12 Zeilen"),
            Part("13 lines"),
            "the twins have other numbers: only the German has 12",
        ),
        (Part("Wort"), Part(" "), "the English block has no words here"),
        (Part(" "), Part("word"), "the German block has no words here"),
    ],
)
def test_of_other_languages_figures_are_compared(first, second, fault):
    assert (fault_of_parts(first, second, GERMAN) or "").startswith(fault or "")
    assert bool(fault_of_parts(first, second, GERMAN)) == bool(fault)


def test_of_other_languages_code_is_compared():
    one, other = Part("a"), Part("b")
    one.same["`x`"] += 1
    assert fault_of_parts(one, other, GERMAN) == "only one of the twins has `x`"


def test_a_check_of_an_exercise_says_what_is_wrong_in_the_languages_of_the_book():
    assert diagnosis_of("AssertionError: too small", ("en",)) == "too small"
    assert diagnosis_of("AssertionError: too small", GERMAN) is None
    assert diagnosis_of("AssertionError", ("en",)) is None


HALVES = '<span lang="zh">关</span><span class="dot"> · </span><span lang="en">Close</span>'


@pytest.mark.parametrize(
    ("html", "languages", "shown"),
    [
        (HALVES, ("zh", "en"), HALVES),
        (HALVES, ("zh",), "关"),
        (HALVES, ("fr",), "Close"),
        (HALVES, ("fr", "en"), "Close"),
        (HALVES, ("de", "en"), '<span lang="de">Zu</span><span class="dot"> · </span>'
                               '<span lang="en">Close</span>'),
        ('<a title="关 · Close">', ("en", "zh"), '<a title="Close · 关">'),
        ('<a title="Ab · Off">', GERMAN, '<a title="Ab · Off">'),
        ('<b data-zh="行" data-en="line">', ("zh", "fr"), '<b data-zh="行" data-en="line">'),
        ('<b data-zh="行" data-en="line">', ("fr",), '<b data-zh="line" data-en="line">'),
    ],
)  # fmt: skip
def test_the_words_of_the_press_are_those_of_the_book(html, languages, shown):
    options = Options(languages, words={"de": {"Close": "Zu"}})
    assert in_words_of(html, options) == shown


def test_a_whole_page_tells_scripts_the_only_language_and_its_mode():
    assert with_root("<html><p>", Options(("fr",))) == (
        '<html data-languages="fr" data-reading="fr"><p>'
    )
    assert with_root("<html><p>", Options()) == "<html><p>"


def test_the_words_of_the_theme_and_of_the_author_are_marked():
    page = finish_page("<html><p>关 · Close</p><p>Ab · Off</p>", "", None, Options(GERMAN))
    assert page == (
        '<html data-languages="de en"><p>Close</p><p><span lang="de">Ab</span>'
        '<span class="dot"> · </span><span lang="en">Off</span></p>'
    )
    assert Page(page)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("languages: [en, en]", "languages is ['en', 'en']: a book is in one language, or in two"),
        ("figures: ../img", "figures is '../img': name a folder beside the page"),
        ("packages: [nowhere]", "packages has nowhere, which cannot be imported: install it first"),
        ("foot: {N: nowhere}", "foot has nowhere, of which no version is known"),
    ],
)
def test_an_option_that_cannot_be_followed_stops_build_and_tests(
    tmp_path, pytester, caplog, options, message
):
    settings = f"site_name: book\nplugins: [mlbook: {{{options}}}]\n"
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    with pytest.raises(Abort):
        build(load_config(str(tmp_path / "mkdocs.yml")))
    assert message in caplog.text
    pytester.makefile(".yml", mkdocs=settings)
    pytester.makeconftest('pytest_plugins = ["mlbook.publishing.pytest_plugin"]')
    assert message in "\n".join(pytester.runpytest_subprocess().errlines)


def test_pages_outside_of_the_book_are_refused(tmp_path, caplog):
    (tmp_path / "docs").mkdir()
    (tmp_path / "book").mkdir()
    settings = tmp_path / "book" / "mkdocs.yml"
    settings.write_text("site_name: book\ndocs_dir: ../docs\nplugins: [mlbook]\n", encoding="utf-8")
    with pytest.raises(Abort):
        build(load_config(str(settings)))
    assert "move it beside mkdocs.yml" in caplog.text


def test_an_option_that_mkdocs_would_not_take_stops_the_tests(pytester):
    pytester.makefile(".yml", mkdocs="plugins: [mlbook: {timeout: long}]\n")
    pytester.makeconftest('pytest_plugins = ["mlbook.publishing.pytest_plugin"]')
    found = "\n".join(pytester.runpytest_subprocess().errlines)
    assert "mkdocs.yml, option timeout: " in found


COUNTED = Options(GERMAN, words={"de": {"{} lines": "{} Zeilen", "Needs {}": "Braucht {}"}})


def test_words_with_a_number_are_those_of_its_form():
    assert COUNTED.word("12 行", "12 lines") == ("12 Zeilen", "12 lines")
    assert COUNTED.word("1 行", "1 line") == ("1 line", "1 line")
    assert COUNTED.word("要{}", "Needs {}", ("beides", "both")) == ("Braucht beides", "Needs both")


def test_the_foot_of_a_page_is_said_once_where_the_book_has_no_words_for_it(two):
    foot = two["chapters/first/index.html"].partition('class="provenance">')[2]
    assert foot.count("was run and checked before") == 1
    assert '<div lang="de">' not in foot.partition("</footer>")[0]


def test_the_foot_of_a_page_and_its_notes_are_in_the_languages_of_the_book():
    said = {"This page has {}; {} was run and checked before the page was made{}.": "Auf ihr {}."}
    said |= {"{} block of code": "ein Block", "Needs {}": "Braucht {}"}
    options = Options(GERMAN, words={"de": said})
    page = parse_chapter('# A · B\n\n```python title="needs processes"\n```\n', options=options)
    foot = with_provenance("", page, {"blocks": 1}, "how/")
    assert '<div lang="de"><p>Auf ihr ein Block.</p></div>\n<div lang="en"><p>This page' in foot
    shown = render(page, renderer(options))
    mark_needs(shown, page, frames_of(shown, page))
    assert '<span lang="de">Braucht several processes</span>' in str(shown)


def test_both_halves_of_a_short_text_have_words():
    assert (fault_of_bilingual("Wort · ", GERMAN) or "").startswith("one half is empty")
    assert fault_of_bilingual("Wort · word", GERMAN) is None
