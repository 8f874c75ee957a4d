"""Runs the blocks of a chapter: once for what they print, and a second time where they draw."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.checking.comparison import difference
from mlbook.publishing.checking.randomness import cause_of_change
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

UNSTABLE = (
    "draws another figure every time: what is random in it takes its numbers from "
    "np.random.default_rng(seed), and not from the global random state"
)


@dataclass(frozen=True)
class Pending:
    """A block that runs as soon as a core is free."""

    first: Future[Run]
    again: Future[Run] | None

    def result(self) -> Run:
        """Wait for the run; one whose figures are not the same in a second run has failed."""
        run = self.first.result()
        if self.again is None or run.complaint or run.figures == self.again.result().figures:
            return run
        return replace(run, complaint=UNSTABLE)

    def wait(self, seconds: float) -> None:
        """Wait for the result, but no longer than this."""
        wait(filter(None, (self.first, self.again)), seconds)

    def done(self) -> bool:
        """Say whether nobody would have to wait for the result."""
        return self.first.done() and (self.again is None or self.again.done())


@dataclass
class LabCheck:
    """Runs a lab as the script that it is, in each of two runners, and says what goes wrong.

    Jupyter runs it once: nothing else shows that another run prints or draws something else.
    """

    lab: Chapter
    runners: Sequence[Runner]
    root: Path
    runs: list[Future[Run]] = field(default_factory=list)

    def begin(self) -> None:
        """Run the lab as soon as a core is free, unless it runs already."""
        place = self._code(), str(self.root / self.lab.path), 0
        self.runs = self.runs or [runner.submit(*place) for runner in self.runners]

    def __call__(self) -> str | None:
        """Wait for both runs."""
        self.begin()
        run, again = (each.result() for each in self.runs)
        if reason := run.complaint or run.error:
            return f"{self.lab.where(run.error_line or 1)}: the lab, as a script: {reason}"
        place = self.lab.where(1)
        if changed := difference(run.printed, again.printed):
            cause = cause_of_change(self._code())
            return f"{place}: the lab prints something else every time: {changed.message}{cause}"
        return None if run.figures == again.figures else f"{place}: the lab {UNSTABLE}"

    def _code(self) -> str:
        lines = [""] * len(self.lab.lines)
        for block in self.lab.blocks:
            lines[block.line : block.code.last - 1] = block.code.text.splitlines()
        return "\n".join(lines)


def submit_block(chapter: Chapter, block: Block, runner: Runner, root: Path) -> Pending:
    """Run a block under the file and the lines it stands in; see `Pending`.

    What a block prints is compared with its page. Of a figure the page holds nothing to compare
    with: it is compared with a second drawing.
    """
    place = block.program, str(root / chapter.path), block.line
    again = runner.submit(*place) if block.image else None
    return Pending(runner.submit(*place), again)
