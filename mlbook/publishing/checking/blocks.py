"""Runs the blocks of a chapter: once, and a second time where they draw or may have been lucky."""

from __future__ import annotations

from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from pathlib import Path

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.checking.comparison import difference
from mlbook.publishing.checking.randomness import cause_of_change
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

ANEW = "spawn"  # an interpreter of its own, with other hashes and addresses than its sisters'
UNSTABLE = "draws another figure every time"
REMEDY = "\nwhat is random in it takes its numbers from np.random.default_rng(seed)"


@dataclass(frozen=True)
class Pending:
    """A block that runs as soon as a core is free."""

    first: Future[Run]
    again: Future[Run] | None
    cause: str = ""  # of a change, if there is one

    def result(self) -> Run:
        """Wait for the run; one that does not do the same in a second run has failed."""
        run = self.first.result()
        if self.again is None or run.complaint:
            return run
        again = self.again.result()
        done = (f"{each.printed}{each.complaint or each.error or ''}" for each in (run, again))
        changed = difference(*done)
        if not changed and run.figures == again.figures:
            return run
        what = f"prints something else every time: {changed.message}" if changed else UNSTABLE
        return replace(run, complaint=what + (self.cause or REMEDY))

    def wait(self, seconds: float) -> None:
        """Wait for the result, but no longer than this."""
        wait(filter(None, (self.first, self.again)), seconds)

    def done(self) -> bool:
        """Say whether nobody would have to wait for the result."""
        return self.first.done() and (self.again is None or self.again.done())


@dataclass
class LabCheck:
    """Runs a lab as the script that it is, in two interpreters, and says what goes wrong.

    Jupyter runs it once: nothing else shows that another run prints or draws something else.
    """

    lab: Chapter
    runner: Runner
    root: Path
    run: Pending | None = None

    def begin(self) -> Pending:
        """Run the lab as soon as a core is free, unless it runs already."""
        if self.run is None:
            code = self._code()
            place = code, str(self.root / self.lab.path), 0
            again = self.runner.submit(*place, ANEW)
            self.run = Pending(self.runner.submit(*place), again, cause_of_change(code))
        return self.run

    def __call__(self) -> str | None:
        """Wait for both runs."""
        run = self.begin().result()
        place, reason = self.lab.where(run.error_line or 1), run.complaint or run.error
        return f"{place}: the lab, as a script: {reason}" if reason else None

    def _code(self) -> str:
        lines = [""] * len(self.lab.lines)
        for block in self.lab.blocks:
            lines[block.line : block.code.last - 1] = block.code.text.splitlines()
        return "\n".join(lines)


def submit_block(chapter: Chapter, block: Block, runner: Runner, root: Path) -> Pending:
    """Run a block under the file and the lines it stands in; see `Pending`.

    What a block prints is compared with its page. Of a figure the page holds nothing to compare
    with: it is compared with a second drawing. What depends on hashes, addresses or a random state
    may agree by luck, and hashes and addresses are the same in all forks of one server: it runs a
    second time in an interpreter of its own.
    """
    place = block.program, str(root / chapter.path), block.line
    cause = cause_of_change(block.program) if block.output or block.image else ""
    method = (ANEW,) if cause else ()
    again = runner.submit(*place, *method) if cause or block.image else None
    return Pending(runner.submit(*place), again, cause)
