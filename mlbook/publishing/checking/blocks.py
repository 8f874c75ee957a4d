"""Runs the blocks of a chapter."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner


def submit_block(chapter: Chapter, block: Block, runner: Runner, root: Path) -> Future[Run]:
    """Run a block as soon as a core is free, under the file and the lines it stands in."""
    return runner.submit(block.code.text, str(root / chapter.path), block.line)
