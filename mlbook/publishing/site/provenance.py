"""The footer of a page: counts of its blocks and figures, and versions of what made it."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from string import Template

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.chapters.needs import packages_in
from mlbook.publishing.checking.needs import absent, missing
from mlbook.publishing.site.blocks import language_of
from mlbook.publishing.site.html import Page

COUNTED = {  # what a page has: in Chinese, one in English, several in English
    "blocks": ("{} 段代码", "{} block of code", "{} blocks of code"),
    "outputs": ("{} 处输出", "{} output", "{} outputs"),
    "figures": ("{} 张图", "{} figure", "{} figures"),
    "exercises": ("{} 道练习", "{} exercise", "{} exercises"),
}
FOOTER = Template("""
<footer class="provenance">
<div class="twins">
<div lang="zh"><p>本页有 $zh；$all_zh生成这一页之前，逐一运行并核对过$how_zh。</p></div>
<div lang="en"><p>This page has $en;
$all_en was run and checked before the page was made$how_en.</p></div>
</div>
<p>$versions</p>
</footer>""")
ALL = ("", "each")
ALL_BUT = (  # how many blocks, and what was missing
    "其中 {} 段代码没有运行，其输出没有核对，因为本次构建没有安装 {}；其余的在",
    "{} not run, nor {} output checked, as this build had no {}; each of the others",
)


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


def with_provenance(
    html: str,
    counts: dict[str, int],
    how: str | None,
    foot: Mapping[str, str],
    blocks: Iterable[Block] = (),
) -> str:
    """Say under a page that has blocks what it holds and the versions it was made with.

    Parameters
    ----------
    html : str
        The rendered page.
    counts : dict
        Of `counts_of`.
    how : str or None
        Address of the page that says what is compared with what, seen from this one.
    foot : mapping
        Of `versions`; what blocks of the page needed besides is added.
    blocks : iterable of Block
        Those that the page shows: some may need packages, which may not be installed here.
    """
    if not counts["blocks"]:
        return html
    needing = [block for block in blocks if packages_in(block.needs)]
    left_out = [block for block in needing if missing(block)]
    used = {name for block in needing if block not in left_out for name in block.needs}
    present = [(COUNTED[name], count) for name, count in counts.items() if count]
    zh = [words[0].format(count) for words, count in present]
    en = [words[1 if count == 1 else 2].format(count) for words, count in present]
    return html + FOOTER.substitute(
        zh="、".join(zh),
        en=", ".join(en),
        how_zh=f'（<a href="{how}">怎样核对</a>）' if how else "",
        how_en=f' (<a href="{how}">how</a>)' if how else "",
        all_zh=_all_but(left_out)[0],
        all_en=_all_but(left_out)[1],
        versions=versions({**foot, **{name: name for name in packages_in(used)}}),
    )


def _all_but(left_out: list[Block]) -> tuple[str, str]:
    """Say what was checked: all, or all but the blocks that were not run, and why they were not."""
    if not left_out:
        return ALL
    names = packages_in(name for block in left_out for name in absent(block))
    count = len(left_out)
    words = ("block was", "its") if count == 1 else ("blocks were", "their")
    zh, en = ALL_BUT
    return (
        zh.format(count, "、".join(names)),
        en.format(f"{count} {words[0]}", words[1], " or ".join(names)),
    )
