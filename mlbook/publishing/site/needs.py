"""What the blocks of a page need beside NumPy and one process, and which were not run here."""

from __future__ import annotations

from collections.abc import Mapping

from mlbook.publishing.chapters.chapter import Chapter, Fence
from mlbook.publishing.chapters.needs import PROCESSES
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.checking.needs import missing
from mlbook.publishing.site.blocks import remove_title
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element
from mlbook.publishing.site.wording import marked

SEVERAL = ("几个进程", "several processes")
NOT_RUN = ("本次构建没有运行", "Not run in this build")
NOTE = '<span class="filename needs">{}</span>'


def mark_needs(page: Page, chapter: Chapter, frames: Mapping[Fence, Element]) -> None:
    """Say above each block what it needs, and of one that was not run also above its output.

    The frame of such a block has the attribute ``data-needs``, from which the page knows that
    browsers cannot run it.

    Parameters
    ----------
    page : Page
        The chapter, rendered; its blocks have their addresses.
    chapter : Chapter
    frames : mapping
        Of `blocks.frames_of`.
    """
    options = chapter.options
    for block in chapter.blocks:
        if block.needs:
            frame, skipped = frames[block.code], missing(block) is not None
            frame.set(**{"data-needs": " ".join(block.needs)})
            remove_title(page, frame)
            _put_note(page, frame, _words(block.needs, skipped, options), options)
            if skipped and block.output:
                _put_note(page, frames[block.output], options.word(*NOT_RUN), options)


def _put_note(page: Page, frame: Element, words: tuple[str, ...], options: Options) -> None:
    code = next(page.elements("pre", within=frame))
    page.surround(code, NOTE.format(marked(words, options)))


def _words(needs: tuple[str, ...], skipped: bool, options: Options) -> tuple[str, ...]:
    named = (options.word(*(SEVERAL if each == PROCESSES else (each, each))) for each in needs)
    listed = map(str.join, options.word("、", " and "), zip(*named, strict=True))
    parted = tuple(  # Chinese puts a space before Latin letters
        f" {words}" if language == "zh" and words[0].isascii() else words
        for language, words in zip(options.languages, listed, strict=True)
    )
    form = ("需要{}；{}", "Needs {}. {}") if skipped else ("需要{}", "Needs {}")
    return options.word(*form, parted, options.word(*NOT_RUN))
