"""Measures what a page of any book costs: ``python tests/benchmarks/any_book.py``.

Prints processor seconds of a first and of an unchanged second build of books in German and English
that ``mlbook new`` begins and that have 10, 100 and 1,000 chapters, and of each further page.
"""

import io
import os
import re
import resource
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from itertools import pairwise
from pathlib import Path

import yaml

from mlbook.publishing.new.command import main

SIZES = (10, 100, 1000)
BRANCHES = 10  # entries of a part: the contents of a larger book are deeper, not longer


def write_book(home, pages):
    """Begin a book, and let it have so many chapters."""
    with redirect_stdout(io.StringIO()):
        main([str(home), "--languages", "de,en", "--title", "Mein Buch · My book"])
    chapters, settings = home / "docs" / "chapters", home / "mkdocs.yml"
    text = (chapters / "first.md").read_text(encoding="utf-8")
    names = ["first", *(f"chapter-{n}" for n in range(2, pages + 1))]
    for name in names[1:]:
        own = text.replace("parabola", f"parabola-{name}")
        (chapters / f"{name}.md").write_text(own, encoding="utf-8")
    nav = yaml.safe_dump(
        {"nav": ["index.md", *contents_of([f"chapters/{each}.md" for each in names])]}
    )
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?s)nav:\n.*?(?=plugins:)", lambda _: nav, text), encoding="utf-8")


def contents_of(entries):
    """Return a table of contents in parts, and parts of parts, of ten entries each."""
    while len(entries) > BRANCHES:
        starts = range(0, len(entries), BRANCHES)
        entries = [{f"Teil {at} · Part {at}": entries[at : at + BRANCHES]} for at in starts]
    return entries


def cpu_seconds(home):
    """Build a book; return the processor time of that and of all blocks."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=home, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    taken = {}
    with tempfile.TemporaryDirectory() as directory:
        for size in SIZES:
            book = Path(directory, str(size))
            write_book(book, size)
            taken[size] = cpu_seconds(book), cpu_seconds(book)
            print(f"{size} pages: {taken[size][0]:.1f} s, then {taken[size][1]:.1f} s", flush=True)
    for few, many in pairwise(SIZES):
        each = [(taken[many][at] - taken[few][at]) / (many - few) * 1000 for at in range(2)]
        print(f"from {few} to {many}: {each[0]:.1f} ms a page, then {each[1]:.1f} ms")
