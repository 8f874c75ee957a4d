"""Claims about the book as a whole: its pages, its glossary, its public names."""

import doctest
import re
from inspect import ismodule
from pathlib import Path
from pydoc import locate

import pytest
import yaml
from mkdocs.utils import is_markdown_file
from mkdocs.utils.yaml import yaml_load

import mlbook
from mlbook import autograd, datasets, layers, networks, optimizers, parallel
from mlbook.publishing.chapters.bilingual import fault_of_bilingual
from mlbook.publishing.chapters.glossary import TERM
from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.checking.comparison import difference, rounding_noise

ROOT = Path(__file__).parents[1]
PAGES = [read_chapter(path, ROOT) for path in sorted((ROOT / "docs").rglob("*.md"))]
CHAPTERS = [page for page in PAGES if page.path.startswith("docs/chapters/")]
NUMBER = re.compile(r"\d[\d.,]*(?:[eE][-+]?\d+)?")


def test_every_markdown_file_is_read_as_a_page():
    files = (path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*"))
    assert {file for file in files if is_markdown_file(file)} == {page.path for page in PAGES}


def test_no_docstring_turns_off_or_loosens_its_doctest():
    for module in (ROOT / "mlbook").rglob("*.py"):
        assert "doctest:" not in module.read_text(encoding="utf-8"), module  # +SKIP, +ELLIPSIS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_a_change_of_any_significant_digit_of_an_output_is_noticed(page):
    for block in page.blocks:
        if block.output is None:
            continue
        text = block.output.text
        for match in NUMBER.finditer(text):
            assert not rounding_noise(match[0]), page.where(block.line)
            for place in first_significant_places(match):
                digit = str((int(text[place]) + 1) % 10)
                changed = text[:place] + digit + text[place + 1 :]
                assert difference(changed, text), f"{page.where(block.line)}: {match[0]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_no_line_of_code_in_a_docstring_is_longer_than_79_characters(page):
    for name in page.references:
        for docstring in doctest.DocTestFinder().find(locate(name), name):
            for example in docstring.examples:
                for line in example.source.splitlines():
                    assert len(line) <= 79, f"{docstring.name}: {line}"


def first_significant_places(match):
    """Return the places of the first five significant digits of a number."""
    mantissa = re.split("[eE]", match[0])[0]
    digits = [match.start() + i for i, sign in enumerate(mantissa) if sign.isdigit()]
    leading = next((i for i, at in enumerate(digits) if match.string[at] != "0"), len(digits))
    return digits[leading : leading + 5]


def test_the_pages_cover_the_rows_of_the_syllabus_and_no_others():
    syllabus = (ROOT / "tests" / "syllabus.txt").read_text().split()
    matter = [yaml.safe_load(page.front_matter) or {} for page in PAGES]
    assert {row for fields in matter for row in fields.get("covers", [])} == set(syllabus)


def test_the_book_has_40_figures_and_the_essential_ones():
    names = set(Book(PAGES).figures)
    assert len(names) >= 40
    assert {"loss-curve", "gradient-field", "descent-path", "accuracy-per-epoch"} <= names
    assert {"error-against-h", "accuracy-and-loss", "slope-against-direction"} <= names


def test_only_the_errata_speak_of_the_study_notes():
    for page in PAGES:
        spoken = re.search(r"笔记(?!本)|study notes", "\n".join(page.lines))
        assert not spoken or page.path == "docs/errata.md", page.path


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.path)
def test_a_chapter_ends_with_a_summary_and_exercises(page):
    assert [each.id for each in page.headings if each.level == 2][-2:] == ["summary", "exercises"]


def test_the_readme_shows_the_commands_to_serve_and_to_test():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.search(r"```sh\n(.*?)```", readme, re.DOTALL)[1].splitlines()
    assert 'pip install -e ".[dev]" && mkdocs serve' in lines
    assert 'pip install -e ".[dev]" && pytest -n auto' in lines


@pytest.mark.parametrize(
    "package", [mlbook, autograd, datasets, layers, networks, optimizers, parallel]
)
def test_all_lists_exactly_the_names_that_a_package_imports(package):
    names = {name for name, value in vars(package).items() if not ismodule(value)}
    assert sorted(package.__all__) == sorted(name for name in names if name[0] != "_")


GLOSSARY = next(page for page in PAGES if page.path == "docs/glossary.md")
TERMS = TERM.findall(GLOSSARY.twins[0].zh)


@pytest.mark.parametrize(("term", "page", "section", "english"), TERMS, ids=lambda text: text)
def test_a_term_links_to_a_section_and_is_used_in_both_languages(term, page, section, english):
    chapter = read_chapter(ROOT / "docs" / f"{page}.md", ROOT)
    assert section in {heading.id for heading in chapter.headings}
    names = f'[{english}]({page}.md#{section}) | <span lang="zh-CN">{term}</span> |'
    assert names in GLOSSARY.twins[0].en
    text = "\n".join(chapter.lines).lower()
    assert term.lower() in text
    assert english.lower() in text


def test_the_contents_and_what_the_site_says_of_itself_are_in_both_languages():
    settings = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    parts = [title for part in settings["nav"] if isinstance(part, dict) for title in part]
    assert len(parts) >= 5
    for text in [*parts, settings["site_description"], settings["copyright"]]:
        assert fault_of_bilingual(text) is None
    assert all(isinstance(page, str) for part in settings["nav"] for page in pages_of(part))


def pages_of(part):
    """Return what a part of the contents lists: pages that bring their own title."""
    return [part] if isinstance(part, str) else [page for pages in part.values() for page in pages]


def test_the_other_names_of_the_glossary_are_names_of_its_terms():
    also = yaml.safe_load(GLOSSARY.front_matter)["also"]
    assert set(also.values()) <= {name for zh, _, _, en in TERMS for name in (zh, en)}
    assert not set(also) & {name for zh, _, _, en in TERMS for name in (zh, en)}


def test_the_glossary_rejects_none_of_its_own_terms():
    rejected = yaml.safe_load(GLOSSARY.front_matter)["rejected"]
    assert len(TERMS) >= 50
    assert set(rejected.values()) <= {term for term, *_ in TERMS}
    assert not set(rejected) & {term for term, *_ in TERMS}
