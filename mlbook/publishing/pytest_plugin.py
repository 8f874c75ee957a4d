"""The pytest plugin: Sybil collects the pages, every block and every pair of twins is an item.

`conftest.py` loads this module with ``pytest_plugins``. ``pytest --bless`` corrects the outputs
that are no longer true.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Region, Sybil

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.checking.bless import BlessError, Correction, correct, correction
from mlbook.publishing.checking.blocks import ANEW, LabCheck
from mlbook.publishing.checking.book import Book
from mlbook.publishing.checking.one_sided import one_sided_changes
from mlbook.publishing.checking.proofs import ProofStore
from mlbook.publishing.mkdocs_options import OptionError, read_options
from mlbook.publishing.pytest_blocks import BlockCheck, Check, evaluate, not_run
from mlbook.publishing.pytest_book import read_book
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import DEFAULT_TIMEOUT, Runner
from mlbook.publishing.site.rendering import Rendering, renderer

# Threads that start blocks wait for the interpreter at every system call. With Python's 5 ms a busy
# main thread let them start 28 blocks in 3 seconds, with half a millisecond 145.
SWITCH_INTERVAL = 0.0005


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--bless`` and the setting ``mlbook_timeout``."""
    rewrite = "rewrite the outputs of pages that are no longer true"
    parser.addoption("--bless", action="store_true", help=rewrite)
    seconds = "seconds that a block of a page may take"
    parser.addini("mlbook_timeout", seconds, default=str(DEFAULT_TIMEOUT))


def pytest_configure(config: pytest.Config) -> None:
    """Set up the press for this session."""
    if config.getoption("--bless") and os.environ.get("CI"):
        raise pytest.UsageError("--bless is for people: continuous integration only checks")
    if config.getoption("--bless") and config.getoption("dist", "no") != "no":
        raise pytest.UsageError("--bless writes pages: run it in one process, without -n")
    try:
        options = read_options(config.rootpath)
    except OptionError as error:
        raise pytest.UsageError(str(error)) from None
    config.pluginmanager.register(PageCollector(config, options))


class PageCollector:
    """Collects the pages of the book and checks them."""

    def __init__(self, config: pytest.Config, options: Options) -> None:
        self.root = config.rootpath
        self.bless = bool(config.getoption("--bless"))
        self.switch_interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.options = options
        self.runner = Runner(float(config.getini("mlbook_timeout")))
        self.proofs = ProofStore(self.root / self.options.cache)
        self.markdown = renderer(self.options)
        self.is_site = (self.root / "mkdocs.yml").exists()
        self.corrections: defaultdict[str, list[tuple[Block, Correction]]] = defaultdict(list)
        self.told: list[str] = []
        self.is_worker = False
        self.parsed: list[Chapter] = []
        documents: dict[str | None, type[Document]] = {".py": Document}  # and not a module
        docs, files = str(self.root / self.options.docs), ("*.md", "*.py")
        sybil = Sybil([self.parse], path=docs, patterns=files, document_types=documents)
        self.collect: Callable[[Path, Any], Any] = sybil.pytest()

    @cached_property
    def book(self) -> Book:
        """All pages."""
        return read_book(self.root, self.options)

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> Any:
        """Collect a page, and no lab as a module, which would run it; called by pytest."""
        others = yield
        page = self.collect(file_path, parent)
        return [page] if page else others

    def parse(self, document: Document) -> Iterator[Region]:
        """Yield one region for each line of a page that holds something to check."""
        chapter = self.book.page(Path(document.path).relative_to(self.root).as_posix())
        self.parsed.append(chapter)
        checks: defaultdict[int, list[Check]] = defaultdict(list)
        for problem in self.book.problems_of(chapter):
            checks[problem.line].append(partial(chapter.sentence, problem))
        rendering = Rendering(chapter, self.root, self.markdown)
        for twins in chapter.twins:
            checks[twins.line].append(partial(rendering.fault_of_twins, twins))
        for block in () if chapter.unrun else chapter.programs:
            check = BlockCheck(chapter, block, self.runner, self.root, self.refuse, self.proofs)
            checks[block.line].append(check)
        if self.is_site and not chapter.problems:
            checks[1].append(rendering.faults_of_page)
        if chapter.unrun and not chapter.problems:
            checks[1].append(LabCheck(chapter, self.runner, self.root))
        lengths = map(len, document.text.splitlines(keepends=True))
        starts = [*accumulate(lengths, initial=0)]
        for line, of_line in sorted(checks.items()):
            start = starts[line - 1]
            yield Region(start, start, of_line, evaluate)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Begin to run the chosen blocks on all cores; each item waits for its own.

        A worker of pytest-xdist has all items and runs some: it begins the next one's block, too,
        so that one runs while another is judged.
        """
        self.is_worker = hasattr(session.config, "workerinput")
        if not session.config.option.collectonly and not self.is_worker:
            for item in session.items:
                _begin(item)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """Begin the blocks of an item and of the next; called by pytest before it runs one."""
        if self.is_worker:
            _begin(item)
            _begin(nextitem)

    def refuse(self, chapter: Chapter, block: Block, run: Run, reason: str) -> str | None:
        """Say what is wrong with a block's run, unless it can be and is to be blessed."""
        if not self.bless:
            return reason
        again = self.runner.run(block.program, str(self.root / chapter.path), block.line, ANEW)
        change = correction(chapter, block, run, again)
        if isinstance(change, str):
            return f"{reason}\n{change}"
        self.corrections[chapter.path].append((block, change))
        return None

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write what was blessed, unless somebody has stopped the run before its end."""
        if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            self.corrections.clear()
            self.told += ["interrupted: nothing was blessed"] if self.bless else []
        for page, corrections in self.corrections.items():
            chapter = self.book.page(page)
            changes = [change for _, change in corrections]
            try:
                correct(self.root / page, changes, chapter.lines)
            except BlessError as error:
                self.told.append(str(error))
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
            else:
                self.told += [f"blessed {chapter.where(block.line)}" for block, _ in corrections]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what was blessed, not run, or changed in one language: somebody has to look."""
        self.told += not_run(terminalreporter.stats.get("skipped", ()))
        for chapter in self.parsed:
            self.told += one_sided_changes(chapter, self.root)
        for sentence in self.told:
            terminalreporter.write_line(sentence)

    def pytest_unconfigure(self) -> None:
        """End the blocks that are running, and begin no other."""
        self.runner.close()
        sys.setswitchinterval(self.switch_interval)


def _begin(item: pytest.Item | None) -> None:
    for check in getattr(getattr(item, "example", None), "parsed", ()):
        if isinstance(check, BlockCheck | LabCheck):
            check.begin()
