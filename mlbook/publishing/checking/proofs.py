"""Proves the blocks of a book: each is run and held against its page, unless that is on record.

A proof is kept in a file whose name is a digest of all that the verdict depends on: the block, what
its page shows under it, and its `Dependencies`. The file holds the figure, if the block draws one.
The build takes what pytest has proved; pytest runs every block, and takes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import filterfalse
from pathlib import Path

from mlbook._files import replacing
from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.chapters.docstrings import docstrings_behind
from mlbook.publishing.checking.blocks import Pending, submit_block
from mlbook.publishing.checking.dependencies import Dependencies, digest
from mlbook.publishing.checking.needs import missing
from mlbook.publishing.checking.verdict import fault
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

TELL_EVERY = 5.0  # seconds


class ProofError(Exception):
    """Blocks that do not do what their page shows, each with its place."""


class ProofStore:
    """The proofs that are kept below the directory `cache`.

    Attributes
    ----------
    dependencies : Dependencies
        What is read of them once: it holds for all proofs of this store.
    """

    def __init__(self, cache: Path) -> None:
        self.directory = cache / "proofs"
        self.dependencies = Dependencies()

    def path_of(self, block: Block) -> Path:
        """Return the file of a proof, kept or not: ask before the block runs."""
        output = block.output.text if block.output else ""
        shown = f"{block.role} {block.output is not None} {block.image is not None} {output}"
        key = digest(self.dependencies.of(block.program), shown.encode())
        return self.directory / key.decode()


def keep(path: Path, run: Run) -> None:
    """Keep the proof of a block whose run was as its page says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as draft:
        draft.write("".join(run.figures).encode())


@dataclass(frozen=True)
class Proof:
    """The place where the proof of a block is kept, and the run that it waits for, if any."""

    chapter: Chapter
    block: Block
    kept: Path
    run: Pending | None

    @property
    def figure(self) -> str | None:
        """The name of the figure that the block has to draw."""
        return self.block.image.figure if self.block.image else None


class Proofs:
    """The proofs of all blocks of some pages; those that are not kept begin to run at once.

    The blocks of a page of the reference are the examples of the docstrings it shows. A lab has
    none: Jupyter runs it. A block that needs a package which is not installed has none either, and
    its page says so.

    Parameters
    ----------
    chapters : iterable of Chapter
    root : Path
        The directory that the chapters' paths start from.
    cache : Path
        The directory of `ProofStore`.
    runner : Runner
        It must stay open until every chapter has been proved.
    """

    def __init__(
        self, chapters: Iterable[Chapter], root: Path, cache: Path, runner: Runner
    ) -> None:
        self.store = ProofStore(cache)
        self._proofs: dict[str, list[Proof]] = {}
        self._told: float | None = None  # when the author last heard how far it is
        for page in chapters:
            of_page = self._proofs[page.path] = []
            for chapter in (page, *docstrings_behind(page.references)):
                for block in () if page.unrun else filterfalse(missing, chapter.programs):
                    kept = self.store.path_of(block)
                    run = None if kept.exists() else submit_block(chapter, block, runner, root)
                    of_page.append(Proof(chapter, block, kept, run))

    def figures_of(self, chapter: Chapter, tell: Callable[[str], None]) -> dict[str, str]:
        """Wait until a chapter is proved; return its figures as SVG, by name.

        Parameters
        ----------
        chapter : Chapter
        tell : callable
            Takes a sentence on how far the blocks are, where one has to be waited for.

        Raises
        ------
        ProofError
            With file and line of each block that does not do what the page shows.
        """
        proofs = self._proofs.get(chapter.path, [])
        for run in (proof.run for proof in proofs if proof.run):
            while not run.done():
                self._tell_in_time(tell)
                run.wait(TELL_EVERY)
        if reasons := [reason for proof in proofs if (reason := _prove(proof))]:
            raise ProofError("\n".join(reasons))
        return {
            proof.figure: proof.kept.read_text(encoding="utf-8") for proof in proofs if proof.figure
        }

    def progress(self) -> str:
        """Say how many blocks have been checked and figures drawn."""
        proofs = [proof for of_page in self._proofs.values() for proof in of_page]
        figures = [proof for proof in proofs if proof.figure]
        return (
            f"checked {_count(proofs)} of {len(proofs)} blocks, "
            f"drew {_count(figures)} of {len(figures)} figures"
        )

    def _tell_in_time(self, tell: Callable[[str], None]) -> None:
        """Say at first what is to be done, and then every few seconds how far it is."""
        if self._told is None:
            runs = sum(
                proof.run is not None for of_page in self._proofs.values() for proof in of_page
            )
            tell(f"running {runs} blocks; what is proved is not run again until it changes")
        elif time.monotonic() - self._told >= TELL_EVERY:
            tell(self.progress())
        else:
            return
        self._told = time.monotonic()


def _prove(proof: Proof) -> str | None:
    """Keep a proof if the run of its block is as the page says; else return what is wrong."""
    if proof.run is None:
        return None
    run = proof.run.result()
    if reason := fault(proof.chapter, proof.block, run):
        return reason
    keep(proof.kept, run)
    return None


def _count(proofs: list[Proof]) -> int:
    return sum(proof.run is None or proof.run.done() for proof in proofs)
