"""The footer of a page: counts of its blocks and figures, and versions of what made it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.chapters.needs import packages_in
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.checking.needs import absent, missing
from mlbook.publishing.site.blocks import language_of
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.wording import marked_passages

COUNTED = {  # what a page has: in Chinese, one in English, several in English
    "blocks": ("{} 段代码", "{} block of code", "{} blocks of code"),
    "outputs": ("{} 处输出", "{} output", "{} outputs"),
    "figures": ("{} 张图", "{} figure", "{} figures"),
    "exercises": ("{} 道练习", "{} exercise", "{} exercises"),
}
SAID = (
    "本页有 {}；{}生成这一页之前，逐一运行并核对过{}。",
    "This page has {}; {} was run and checked before the page was made{}.",
)
LINK = '（<a href="{}">{}</a>）', ' (<a href="{}">{}</a>)'
HOW = "怎样核对", "how"
ALL = "", "each"
ALL_BUT = "其中 {} 段代码没有运行，其输出没有核对，因为本次构建没有安装 {}；其余的在"
ONE_LEFT_OUT = (
    "{} block was not run, nor its output checked, as this build had no {}; each of the others"
)
SOME_LEFT_OUT = (
    "{} blocks were not run, nor their output checked, as this build had no {}; each of the others"
)
FOOTER = """
<footer class="provenance">
<div class="twins">
{}
</div>
<p>{}</p>
</footer>"""


def counts_of(chapter: Chapter, page: Page) -> dict[str, int]:
    r"""Return how many blocks, outputs, figures and exercises a page has.

    The blocks of a page of the reference are the examples of the docstrings that it shows.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> from mlbook.publishing.site.html import Page
    >>> from mlbook.publishing.site.provenance import counts_of
    >>> chapter = parse_chapter("```python\nprint(2)\n```\n\n```text\n2\n```\n")
    >>> counts_of(chapter, Page(""))
    {'blocks': 1, 'outputs': 1, 'figures': 0, 'exercises': 0}
    """
    if chapter.references:
        languages = [language_of(element) for element in page.elements("div")]
        return {"blocks": languages.count("python"), "outputs": languages.count("text")}
    return {
        "blocks": len(chapter.programs),
        "outputs": sum(block.output is not None for block in chapter.blocks),
        "figures": sum(block.image is not None for block in chapter.blocks),
        "exercises": sum((each.id or "").startswith("exercise-") for each in chapter.headings),
    }


def versions(foot: Mapping[str, str]) -> str:
    """Return what a book is made with, and in which versions: no date, no machine.

    Parameters
    ----------
    foot : mapping
        The distributions by the names that the page shows.
    """
    made_with = {"Python": platform.python_version()}
    made_with |= {name: version_of(package) for name, package in foot.items()}
    return " · ".join(f"{name} {number}" for name, number in made_with.items())


@cache  # packages are asked by reading their files, which took a tenth of a page's build
def version_of(package: str) -> str:
    """Return the version of a distribution."""
    return version(package)


def with_provenance(html: str, chapter: Chapter, counts: Mapping[str, int], how: str | None) -> str:
    """Say under a page that has blocks what it holds and the versions it was made with.

    Parameters
    ----------
    html : str
        The rendered page.
    chapter : Chapter
        Some of its blocks may need packages, which may not be installed here.
    counts : mapping
        Of `counts_of`.
    how : str or None
        Address of the page that says what is compared with what, seen from this one.
    """
    if not counts["blocks"]:
        return html
    options = chapter.options
    needing = [block for block in chapter.programs if packages_in(block.needs)]
    left_out = [block for block in needing if missing(block)]
    used = {name for block in needing if block not in left_out for name in block.needs}
    counted = [
        options.word(COUNTED[name][0], COUNTED[name][1 if count == 1 else 2], count)
        for name, count in counts.items()
        if count
    ]
    listed = (*map(str.join, options.word("、", ", "), zip(*counted, strict=True)),)
    link = options.word(*LINK, how, options.word(*HOW)) if how else ""
    sentences = options.word(*SAID, listed, _all_but(left_out, options), link)
    foot = versions({**options.foot, **{name: name for name in packages_in(used)}})
    return html + FOOTER.format(marked_passages(sentences, options), foot)


def _all_but(left_out: list[Block], options: Options) -> tuple[str, ...]:
    """Say what was checked: all, or all but the blocks that were not run, and why they were not."""
    if not left_out:
        return options.word(*ALL)
    names, count = packages_in(name for block in left_out for name in absent(block)), len(left_out)
    named = tuple(each.join(names) for each in options.word("、", " or "))
    english = ONE_LEFT_OUT if count == 1 else SOME_LEFT_OUT
    return options.word(ALL_BUT, english, count, named)
