"""The press as pytest sees it: Sybil hands it the pages, every block and every twin is an item.

`conftest.py` loads this module with ``pytest_plugins``. ``pytest --bless`` corrects the outputs
that are no longer true.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from sybil import Document, Example, Region, Sybil

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.bless import BlessError, Correction, correct, correction
from mlbook.publishing.checking.numbers import orphans
from mlbook.publishing.checking.verdict import fault
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import DEFAULT_TIMEOUT, Runner, run_block
from mlbook.publishing.site.rendering import Rendering, renderer

Check = Callable[[], str | None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--bless`` and the setting ``mlbook_timeout``."""
    parser.addoption(
        "--bless", action="store_true", help="rewrite the outputs of pages that are no longer true"
    )
    parser.addini(
        "mlbook_timeout", "seconds that a block of a page may take", default=str(DEFAULT_TIMEOUT)
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set up the press for this session."""
    if config.getoption("--bless") and os.environ.get("CI"):
        raise pytest.UsageError("--bless is for people: continuous integration only checks")
    config.pluginmanager.register(PageCollector(config))


class PageCollector:
    """Collects the pages below ``docs/`` and checks them."""

    def __init__(self, config: pytest.Config) -> None:
        self.root = config.rootpath
        self.bless = bool(config.getoption("--bless"))
        self.timeout = float(config.getini("mlbook_timeout"))
        self.runs: dict[tuple[str, int], Future[Run]] = {}
        self.runners = [Runner(self.timeout) for _ in range(min(os.cpu_count() or 1, 4))]
        self.free: Queue[Runner] = Queue()
        for runner in self.runners:
            self.free.put(runner)
        self.pool = ThreadPoolExecutor(len(self.runners))
        self.second = Runner(self.timeout)  # another process than theirs, other hash seeds
        self.markdown = renderer()
        self.is_site = (self.root / "mkdocs.yml").exists()
        self.corrections: dict[str, list[tuple[Block, Correction]]] = {}
        self.chapters: dict[str, Chapter] = {}
        self.blessed: list[str] = []
        sybil = Sybil([self.parse], pattern="*.md", path=str(self.root / "docs"))
        self.collect: Callable[[Path, Any], Any] = sybil.pytest()

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> Any:
        """Collect a page; called by pytest."""
        return self.collect(file_path, parent)

    def parse(self, document: Document) -> Iterator[Region]:
        """Yield one region for each line of a page that holds something to check."""
        path = Path(document.path)
        chapter = parse_chapter(document.text, path.relative_to(self.root).as_posix())
        self.chapters[chapter.path] = chapter
        checks: dict[int, list[Check]] = {}
        for problem in (*chapter.problems, *orphans(chapter)):
            sentence = f"{chapter.where(problem.line)}: {problem.message}"
            checks.setdefault(problem.line, []).append(partial(str, sentence))
        rendering = Rendering(chapter, self.root, self.markdown)
        for twins in chapter.twins:
            checks.setdefault(twins.line, []).append(partial(rendering.fault_of_twins, twins))
        for block in chapter.blocks:
            checks.setdefault(block.line, []).append(partial(self.check_block, chapter, block))
        if self.is_site and not chapter.problems:
            checks.setdefault(1, []).append(rendering.faults_of_page)
        starts = _starts_of_lines(document.text)
        for line, of_line in sorted(checks.items()):
            start = starts[line - 1]
            yield Region(start, start + 1, of_line, _evaluate)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Begin to run the blocks that were chosen, on all cores; each item waits for its own."""
        chosen = [] if session.config.option.collectonly else session.items
        for item in chosen:
            for check in getattr(getattr(item, "example", None), "parsed", ()):
                if getattr(check, "func", None) == self.check_block:
                    chapter, block = check.args
                    future = self.pool.submit(self.run, chapter, block)
                    self.runs[chapter.path, block.line] = future

    def run(self, chapter: Chapter, block: Block) -> Run:
        """Run a block with a runner that is free."""
        runner = self.free.get()
        try:
            return run_block(chapter, block, runner, self.root)
        finally:
            self.free.put(runner)

    def check_block(self, chapter: Chapter, block: Block) -> str | None:
        """Say what is wrong with a block's run, unless it can be and is to be blessed."""
        run = self.runs.pop((chapter.path, block.line)).result()
        reason = fault(chapter, block, run)
        if reason is None or not self.bless:
            return reason
        again = run_block(chapter, block, self.second, self.root)
        change = correction(block, run, again)
        if isinstance(change, str):
            return f"{reason}\n{change}"
        self.corrections.setdefault(chapter.path, []).append((block, change))
        return None

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write what was blessed, unless somebody has stopped the run before its end."""
        if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            self.corrections.clear()
            self.blessed += ["interrupted: nothing was blessed"] if self.bless else []
        for page, corrections in self.corrections.items():
            chapter = self.chapters[page]
            changes = [change for _, change in corrections]
            try:
                correct(self.root / page, changes, chapter.lines)
            except BlessError as error:
                self.blessed.append(str(error))
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
            else:
                self.blessed += [f"blessed {chapter.where(block.line)}" for block, _ in corrections]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what was blessed: its author has to look at it."""
        for sentence in self.blessed:
            terminalreporter.write_line(sentence)

    def pytest_unconfigure(self) -> None:
        """End the workers, what they are at, and what they have not begun."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        for runner in self.runners:
            runner.interrupt()
        self.pool.shutdown()
        for runner in (*self.runners, self.second):
            runner.close()


def _evaluate(example: Example) -> str | None:
    faults = [found for check in example.parsed if (found := check())]
    return "\n".join(faults) or None


def _starts_of_lines(text: str) -> list[int]:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts
