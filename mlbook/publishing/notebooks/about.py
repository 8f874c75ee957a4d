"""The first cell of a notebook: what it is, what it needs, how it is used."""

from __future__ import annotations

from dataclasses import dataclass

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.needs import PACKAGES, packages_in
from mlbook.publishing.notebooks.labs import is_lab

WHAT = "这个笔记本{}：{}。", "This notebook is {}: {}. "
NEEDS = (
    "运行它需要 Python 3.11 或更新的版本和 Jupyter：",
    "To run it you need Python 3.11 or newer and Jupyter:",
)


@dataclass(frozen=True)
class About:
    """What a notebook is, and how it is used, in Chinese and in English."""

    what: tuple[str, str]
    use: tuple[str, str]


OF_A_PAGE = About(
    ("就是书中的一页", "a page of the book"),
    (
        "每一段代码都能单独运行。现在看到的输出是书里印的；运行以后就换成你自己的，图也到那时才画出来。",
        "Every block of code runs on its own. The outputs that you see now are those printed in "
        "the book; running a block puts yours in their place, and draws its figure.",
    ),
)
OF_A_LAB = About(
    ("是书中的一个实验", "a lab of the book"),
    (
        "请从上到下依次运行：后面的代码要用前面的结果。",
        "Run it from top to bottom: later cells use what earlier ones made.",
    ),
)


def first_cell(chapter: Chapter, place: str) -> str:
    """Return what the first cell of a notebook says, a paragraph in each language of the book.

    Parameters
    ----------
    chapter : Chapter
        A page or a lab.
    place : str
        Where the page is that the notebook was made of.
    """
    options, about = chapter.options, OF_A_LAB if is_lab(chapter.path) else OF_A_PAGE
    needed = packages_in(name for block in chapter.blocks for name in block.needs)
    whats, needs = options.word(*WHAT), options.word(*NEEDS)
    needs = (*map(options.notebook.get, options.languages, needs),)
    kinds = zip(whats, options.word(*about.what), needs, strict=True)
    first = dict.fromkeys(what.format(kind, place) + need for what, kind, need in kinds)
    command = options.notebook.get("install", " ".join(["pip install", *needed, "jupyterlab"]))
    extras = ",".join(sorted({PACKAGES[name] for name in needed}))
    command = command.replace("{package}", f'".[{extras}]"' if extras else ".")
    install = f"```sh\n{command}\n```"
    return "\n\n".join([*first, install, *dict.fromkeys(options.word(*about.use))])
