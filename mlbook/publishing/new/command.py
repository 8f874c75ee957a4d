"""The command ``mlbook new DIRECTORY``, which `mlbook.command` finds by its entry point."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from mlbook.publishing.chapters.bilingual import fault_of_bilingual
from mlbook.publishing.chapters.languages import Languages, fault_of_languages, form_of
from mlbook.publishing.new.pages import NAME, files_of, short

NEXT = """{directory} holds a book of {count} pages. Go on with:

    cd {directory}
    pytest          # runs every block, and holds its output against the page
    mkdocs serve    # shows the book while you write
"""


def main(arguments: Sequence[str]) -> int:
    """Begin a book, and return 0.

    Parameters
    ----------
    arguments : sequence of str
        Those behind ``mlbook new``.

    Raises
    ------
    SystemExit
        With 2 if the arguments are not understood, or the directory has files already; with 0
        after ``--help``.
    """
    parser = argparse.ArgumentParser(
        prog="mlbook new",
        description="Begin a book whose blocks are run and whose numbers are checked.",
        allow_abbrev=False,
    )
    parser.add_argument("directory", type=Path, metavar="DIRECTORY", help="where it is written")
    parser.add_argument(
        "--languages", default="zh,en", help="one or two codes, as en or de,en (default: zh,en)"
    )
    parser.add_argument("--title", default="", help="of the book, in two languages `Eins · One`")
    parser.add_argument(
        "--package", default="", metavar="NAME", help="that its blocks import, and are run against"
    )
    options = parser.parse_args(arguments)
    languages: Languages = (*options.languages.split(","),)
    title = options.title or (short(languages, *NAME) if not fault_of_languages(languages) else "")
    if fault := _fault(options.directory, languages, title, options.package):
        parser.exit(2, f"mlbook new: {fault}\n")
    files = files_of(languages, title, options.package)
    for name, text in files.items():
        path = options.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    count = sum(name.endswith(".md") for name in files)
    sys.stdout.write(NEXT.format(directory=options.directory, count=count))
    return 0


def _fault(directory: Path, languages: Languages, title: str, package: str) -> str | None:
    if fault := fault_of_languages(languages):
        return f"--languages {','.join(languages)}: {fault}"
    if fault := fault_of_bilingual(title, languages):
        return f"--title is not `{form_of(languages)}`: {fault}"
    if package and (not package.isidentifier() or find_spec(package) is None):
        return f"--package {package} cannot be imported here: install it first, or leave it out"
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        return f"{directory} exists and is not empty: name a new directory"
    return None
