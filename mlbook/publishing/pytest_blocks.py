"""The blocks among the items of pytest: each runs, or is skipped where its packages are missing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from sybil import Example

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.checking.blocks import Pending, submit_block
from mlbook.publishing.checking.needs import missing
from mlbook.publishing.checking.proofs import ProofStore, keep
from mlbook.publishing.checking.verdict import fault
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

Check = Callable[[], str | None]
NOT_RUN = "not run: "


@dataclass(eq=False)
class BlockCheck:
    """Runs a block and holds the run against its page.

    `store` keeps the proof, `refuse` returns what is to be said of a fault.
    """

    chapter: Chapter
    block: Block
    runner: Runner
    root: Path
    refuse: Callable[[Chapter, Block, Run, str], str | None]
    store: ProofStore
    run: tuple[Path, Pending] | None = None  # where its proof is to be kept, and the run

    @cached_property
    def missing(self) -> str | None:
        """Why the block cannot run here; None if it can."""
        reason = missing(self.block)
        return f"{NOT_RUN}{self.chapter.where(self.block.line)} {reason}" if reason else None

    def begin(self) -> None:
        """Run the block as soon as a core is free, unless it runs already."""
        if not self.missing and self.run is None:
            proof = self.store.path_of(self.block)
            self.run = proof, submit_block(self.chapter, self.block, self.runner, self.root)

    def __call__(self) -> str | None:
        """Wait for the run, and say what is wrong with it."""
        self.begin()
        if self.run is None:
            return None
        (proof, pending), self.run = self.run, None  # its figures would stay in memory
        run = pending.result()
        if reason := fault(self.chapter, self.block, run):
            return self.refuse(self.chapter, self.block, run, reason)
        with contextlib.suppress(OSError):  # a checkout that is read-only
            keep(proof, run)
        return None


def evaluate(line: Example) -> str | None:
    """Return what the checks of a line find; skip the line if that is nothing, as it could not run.

    Raises
    ------
    pytest.skip.Exception
        With the place of the block, and what is to be installed.
    """
    checks: list[Check] = line.parsed
    faults = [found for check in checks if (found := check())]
    reasons = [each.missing for each in checks if isinstance(each, BlockCheck) and each.missing]
    if reasons and not faults:
        pytest.skip(reasons[0])
    return "\n".join(faults) or None


def not_run(skipped: Iterable[Any]) -> Iterator[str]:
    """Yield the reasons of the blocks among the reports of what pytest has skipped."""
    for report in skipped:
        _, found, reason = str(report.longrepr[-1]).partition(NOT_RUN)
        if found:
            yield f"{found}{reason}"
