"""Draws the figures of the book from the blocks above them, each only when it has changed."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Iterator
from pathlib import Path

import matplotlib
import numpy as np

import mlbook
from mlbook._files import replacing
from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.checking.blocks import submit_block
from mlbook.publishing.checking.verdict import fault
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

PACKAGE = Path(mlbook.__file__).parent
RUNNING = PACKAGE / "publishing" / "running"  # decides what a block draws, and how it looks


class DrawingError(Exception):
    """A block that does not draw the figure its page shows."""


def drawn_blocks(chapters: Iterable[Chapter]) -> Iterator[tuple[Chapter, Block, str]]:
    """Yield each block that draws, with the name of its figure.

    Raises
    ------
    DrawingError
        If two blocks of the book draw figures of one name.
    """
    seen: dict[str, str] = {}
    for chapter in chapters:
        for block in chapter.blocks:
            if block.image and block.image.figure:
                name, place = block.image.figure, chapter.where(block.image.line)
                if name in seen:
                    raise DrawingError(f"{place}: the figure {name} is drawn in {seen[name]} too")
                seen[name] = place
                yield chapter, block, name


def draw(chapters: Iterable[Chapter], root: Path, cache: Path, runner: Runner) -> dict[str, str]:
    """Return every figure of the book as SVG by its name, drawing those that `cache` lacks.

    Parameters
    ----------
    chapters : iterable of Chapter
    root : Path
        The directory that the chapters' paths start from.
    cache : Path
        Directory of earlier drawings; a figure's key there is a digest of all it depends on.
    runner : Runner

    Raises
    ------
    DrawingError
        With file and line, if a block does not do what its page shows.
    """
    science, records = digest_of_science(), _digest_of_files(PACKAGE.rglob("*.json"))
    drawings, runs = {}, []
    for chapter, block, name in drawn_blocks(chapters):
        code = block.code.text
        depends = [science, records] if "record" in code else [science]
        drawing = drawings[name] = cache / f"{_digest(*depends, code.encode())}.svg"
        if not drawing.exists():
            runs.append((chapter, block, drawing, submit_block(chapter, block, runner, root)))
    for chapter, block, drawing, run in runs:
        _keep(drawing, chapter, block, run.result())
    return {name: drawing.read_text(encoding="utf-8") for name, drawing in drawings.items()}


def _keep(drawing: Path, chapter: Chapter, block: Block, run: Run) -> None:
    """Write the figure of a run into the cache."""
    if reason := fault(chapter, block, run):
        raise DrawingError(reason)
    drawing.parent.mkdir(parents=True, exist_ok=True)
    with replacing(drawing) as draft:
        draft.write(run.figures[0].encode())


def digest_of_science() -> bytes:
    """Return a digest of all that a figure depends on besides its own block."""
    science = (
        path
        for path in PACKAGE.rglob("*")
        if path.suffix in {".py", ".gz"} and "publishing" not in path.parts
    )
    versions = f"{platform.python_version()} {np.__version__} {matplotlib.__version__}"
    return versions.encode() + _digest_of_files((*science, *RUNNING.glob("*.py")))


def _digest_of_files(paths: Iterable[Path]) -> bytes:
    return _digest(*(path.read_bytes() for path in sorted(paths))).encode()


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
