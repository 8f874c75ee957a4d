"""Three books of other authors, written by ``mlbook new`` with an installed copy of the package."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

import mlbook
from mlbook.publishing.mkdocs_options import read_options
from mlbook.publishing.new.command import main
from mlbook.publishing.new.pages import files_of
from mlbook.publishing.pytest_book import read_book

CHAPTER = "docs/chapters/first.md"
ROPE = '''"""Ropes."""


def length():
    """Return the length of a rope."""
    return 125
'''
BLOCK = """
```python
import rope

print(rope.length())
```

```text
125
```
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A directory with a copy of the package and its entry points, and a package of an author."""
    place = tmp_path_factory.mktemp("installed") / "site-packages"
    unwanted = shutil.ignore_patterns("__pycache__", "records", "moving")
    shutil.copytree(Path(mlbook.__file__).parent, place / "mlbook", ignore=unwanted)
    (information,) = {each.parts[0] for each in distribution("mlbook").files if "dist-info" in
                      each.parts[0]}  # fmt: skip
    shutil.copytree(distribution("mlbook").locate_file(information), place / information)
    author = place.parent / "author"
    author.mkdir()
    (author / "rope.py").write_text(ROPE, encoding="utf-8")
    return place


class Book:
    """A book that ``mlbook new`` has begun."""

    def __init__(self, installed, folder, *options):
        self.folder, self.author = folder / "book", installed.parent / "author"
        paths = os.pathsep.join(map(str, (installed, self.author)))
        self.environment = {**os.environ, "PYTHONPATH": paths, "NO_MKDOCS_2_WARNING": "1"}
        done = self.run(folder, "mlbook", "new", "book", *options)
        assert done.returncode == 0, done.stdout
        assert "mkdocs serve" in done.stdout

    def run(self, place, *command):
        command = [sys.executable, "-P", "-m", *command]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
        return subprocess.run(command, cwd=place, env=self.environment, check=False, **options)

    def built(self):
        return self.run(self.folder, "mkdocs", "build", "--strict", "--quiet")

    def tested(self):
        return self.run(self.folder, "pytest", "-q", "-p", "no:cacheprovider")

    def page(self, name="chapters/first"):
        return (self.folder / "site" / name / "index.html").read_text(encoding="utf-8")

    def change(self, before, after):
        """Change a line of the chapter, and return its place."""
        chapter = self.folder / CHAPTER
        text = chapter.read_text(encoding="utf-8")
        assert text.count(before) == 1
        chapter.write_text(text.replace(before, after), encoding="utf-8")
        return f"{CHAPTER}:{text.partition(before)[0].count(chr(10)) + 1}"

    def is_right(self):
        built, tested = self.built(), self.tested()
        return (built.returncode, built.stdout, tested.returncode) == (0, "", 0)

    def tells_of(self, place, why):
        """Say whether the build stops and pytest fails, each with a place and a reason."""
        runs = self.built(), self.tested()
        return all(run.returncode and f"{place}: {why}" in run.stdout for run in runs)


@pytest.mark.slow
def test_a_book_in_one_language(installed, tmp_path):
    book = Book(installed, tmp_path, "--languages", "en", "--title", "Signals")
    assert book.is_right()
    page = book.page()
    assert '<html data-languages="en" data-reading="en" lang="en"' in page
    assert 'class="twins"><div lang' not in page
    assert not any("一" <= each <= "鿿" for each in page)
    assert "Chapter 1: How a chapter is written" in page
    assert 'href="#figure-parabola">Figure 1.1</a>' in page
    assert (book.folder / "site" / "assets" / "book.css").is_file()
    assert not (book.folder / "site" / "assets" / "moving" / "shared").exists()
    place = book.change("[0.   0.25", "[0.   0.35")
    assert book.tells_of(place, "expected: [0.   0.35 0.5  0.75 1.  ]")


@pytest.mark.slow
def test_a_book_in_german_and_english(installed, tmp_path):
    book = Book(installed, tmp_path, "--languages", "de,en", "--title", "Mein Buch · My book")
    assert book.is_right()
    page = book.page()
    assert '<html data-languages="de en" lang="de"' in page
    assert '<span lang="de">Mein Buch</span><span class="dot"> · </span>' in page
    assert 'data-read="de"' in page
    css = (book.folder / "site" / "assets" / "book.css").read_text(encoding="utf-8")
    assert 'html[data-reading="de"] body :is([lang="en"], .dot)' in css
    place = book.change("print(np", "print(1 / 0, np")
    assert book.tells_of(place, "raised what the page does not show")


@pytest.mark.slow
def test_a_book_about_another_package(installed, tmp_path):
    book = Book(installed, tmp_path, "--languages", "en", "--package", "rope")
    with (book.folder / CHAPTER).open("a", encoding="utf-8") as chapter:
        chapter.write(BLOCK)
    assert book.is_right()
    rope = book.author / "rope.py"
    rope.write_text(ROPE.replace("125", "126"), encoding="utf-8")
    text = (book.folder / CHAPTER).read_text(encoding="utf-8")
    place = f"{CHAPTER}:{text.partition('125')[0].count(chr(10)) + 1}"
    assert book.tells_of(place, "expected: 125")


def test_a_command_that_is_not_understood_says_what_to_do(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    asked = {
        ("full",): "full exists and is not empty: name a new directory",
        ("a", "--languages", "en,en"): "--languages en,en: a book is in one language, or in two",
        ("a", "--languages", "English"): "English is no code of a language, such as en",
        ("a", "--title", "Mine"): "--title is not `中文 · English`: one ` · ` has to part",
        ("a", "--package", "nowhere"): "--package nowhere cannot be imported here: install it",
    }
    for words, sentence in asked.items():
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 2
        assert sentence in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


@pytest.mark.parametrize("languages", ["zh", "zh,en", "en,zh", "fr", "ja,en"])
def test_a_new_book_in_any_languages_is_read_without_a_fault(tmp_path, languages, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["book", "--languages", languages, "--package", "numpy"]) == 0
    options = read_options(tmp_path / "book")
    assert options.languages == (*languages.split(","),)
    assert (options.packages, options.foot) == (("numpy",), {"numpy": "numpy"})
    book = read_book(tmp_path / "book", options)
    assert [each for page in book.chapters for each in book.problems_of(page)] == []


def test_a_package_of_no_distribution_is_not_named_at_the_foot():
    settings = files_of(("en",), "My book", "json")["mkdocs.yml"]
    assert "packages: [json]" in settings
    assert "foot" not in settings
