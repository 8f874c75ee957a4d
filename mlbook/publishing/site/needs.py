"""What the blocks of a page need beside NumPy and one process, and which were not run here."""

from __future__ import annotations

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.needs import PROCESSES
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.checking.needs import missing
from mlbook.publishing.site.blocks import language_of
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.wording import marked

SEVERAL = ("几个进程", "several processes")
NOT_RUN = ("本次构建没有运行", "Not run in this build")
NOTE = '<span class="filename needs">{}</span>'


def mark_needs(page: Page, chapter: Chapter) -> None:
    """Say above each block what it needs, and of one that was not run also above its output.

    The frame of such a block has the attribute ``data-needs``, from which the page knows that
    browsers cannot run it.

    Parameters
    ----------
    page : Page
        The chapter, rendered; its blocks have their addresses.
    chapter : Chapter
    """
    remaining = iter(chapter.blocks)
    skipped = False
    for frame in page.elements("div"):
        language = language_of(frame)
        note: tuple[str, ...] = ()
        if language == "python":
            block = next(remaining, None)
            skipped = block is not None and missing(block) is not None
            if block is not None and block.needs:
                frame.set(**{"data-needs": " ".join(block.needs)})
                note = _words(block.needs, skipped, chapter.options)
                for title in page.children(frame):
                    if "filename" in title.classes:
                        page.replace(title, "")
        elif language == "text" and skipped:
            note, skipped = chapter.options.word(*NOT_RUN), False
        if note:
            code = next(page.elements("pre", within=frame))
            page.surround(code, NOTE.format(marked(note, chapter.options)))


def _words(needs: tuple[str, ...], skipped: bool, options: Options) -> tuple[str, ...]:
    named = (options.word(*(SEVERAL if each == PROCESSES else (each, each))) for each in needs)
    listed = map(str.join, options.word("、", " and "), zip(*named, strict=True))
    parted = tuple(  # Chinese puts a space before Latin letters
        f" {words}" if language == "zh" and words[0].isascii() else words
        for language, words in zip(options.languages, listed, strict=True)
    )
    form = ("需要{}；{}", "Needs {}. {}") if skipped else ("需要{}", "Needs {}")
    return options.word(*form, parted, options.word(*NOT_RUN))
