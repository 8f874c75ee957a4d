"""The road after the theme: all pages as HTML by Python-Markdown and the press alone."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.site.html import Page

pytestmark = pytest.mark.slow  # every check of a page, once more
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCES = sorted([*DOCS.rglob("*.md"), *DOCS.rglob("*.py")])
BUILDER = Path(__file__).with_name("plain_site.py")
WITHOUT = """
import sys
class NotHere:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {
            "mkdocs", "material", "mkdocs_jupyter", "mkdocstrings", "jinja2", "nbconvert", "IPython"
        }:
            raise ModuleNotFoundError(f"{name} is not to be imported here")
sys.meta_path.insert(0, NotHere)
"""
RUN = "import runpy\nrunpy.run_path(sys.argv.pop(1), run_name='__main__')\n"


def python(code, *arguments):
    command = [sys.executable, "-c", f"{WITHOUT}{code}", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The directory of the plain site, and what its builder has said."""
    directory = tmp_path_factory.mktemp("plain")
    done = python(RUN, BUILDER, DOCS, directory)
    return directory, done.stdout.strip() + done.stderr


@pytest.fixture(scope="module")
def pages(built):
    """Every page of the plain site, read, by its file."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in built[0].rglob("*.html")}


def file_of(directory, source):
    return (directory / source.relative_to(DOCS)).with_suffix(".html")


@pytest.mark.parametrize("name", ["mkdocs", "material", "mkdocstrings", "jinja2"])
def test_neither_mkdocs_nor_a_theme_can_be_imported(name):
    assert f"{name} is not to be imported here" in python(f"import {name}").stderr


def test_the_checks_of_the_site_find_nothing_wrong(built):
    assert built[1] == ""


def test_every_page_and_every_lab_is_written(built, pages):
    assert set(pages) == {file_of(built[0], source) for source in SOURCES}


def test_every_link_leads_to_a_page_that_is_written_and_to_an_id_on_it(pages):
    ids = {
        path.resolve(): {each.attributes.get("id") for each in page.elements()}
        for path, page in pages.items()
    }
    followed = 0
    for path, page in pages.items():
        for link in page.elements("a"):
            target, _, anchor = unquote(link.attributes.get("href", "")).partition("#")
            if re.match("[a-z]+:", target) or "figures/" in target:
                continue
            other = (path.parent / target).resolve() if target else path.resolve()
            assert other in ids, f"{path}: {target}"
            assert not anchor or anchor in ids[other], f"{path}: {target}#{anchor}"
            followed += 1
    assert followed > 2000


@pytest.mark.parametrize("source", sorted(DOCS.glob("chapters/*.md")), ids=lambda path: path.stem)
def test_a_finished_chapter_shows_the_code_that_was_read(built, pages, source):
    page = pages[file_of(built[0], source)]
    shown = [page.text(each).strip("\n") for each in page.elements("pre")]
    read = [fence.text.strip("\n") for fence in read_chapter(source, ROOT).fences]
    assert sorted(shown) == sorted(read)


def test_every_page_is_finished(pages):
    for path, page in pages.items():
        whole = str(page)
        assert "Content-Security-Policy" in whole, path
        assert "arithmatex" not in whole, path  # its formulas are MathML
    text = "".join(map(str, pages.values()))
    for found in ("<math", 'class="twins"', 'class="term"', 'class="name"', "exercise-start"):
        assert text.count(found) > 10, found
