"""The files of a new book. Its text is Chinese where the book is Chinese, elsewhere English."""

from __future__ import annotations

import json
from functools import partial
from importlib.metadata import packages_distributions

from mlbook.publishing.chapters.bilingual import DOT
from mlbook.publishing.chapters.languages import Languages, passage_of
from mlbook.publishing.chapters.options import Options

NAME = "我的书", "My book"
SETTINGS = """\
site_name: {title}
theme:
  name: material
nav:
  - index.md
  - {part}:
      - chapters/first.md
plugins:
  - mlbook:
      languages: [{languages}]
"""
ABOUT_PACKAGE = """\
      packages: [{package}] # what is kept of a page depends on them
"""
FOOT = """\
      foot: {{{distribution}: {distribution}}} # whose version a page states
"""
TESTS = """\
\"\"\"`pytest` runs every block of every page.\"\"\"

pytest_plugins = ["mlbook.publishing.pytest_plugin"]
"""
INDEX = """\
# {title}

{about}
"""
CHAPTER = """\
# {title}

{intro}

## {block} {{#block}}

{about_block}

```python
import numpy as np

print(np.linspace(0, 1, 5))
```

```text
[0.   0.25 0.5  0.75 1.  ]
```

## {figure} {{#figure}}

{about_figure}

```python
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(-1, 1, 101)
plt.plot(x, x**2)
plt.show()
```

![{caption}](figures/parabola.svg)
"""
PACKAGE = """\

## {heading} {{#package}}

{about}

```python
import {package}

print({package}.__name__)
```

```text
{package}
```
"""


def files_of(languages: Languages, title: str, package: str = "") -> dict[str, str]:
    """Return the files of a new book: their texts by their names.

    Parameters
    ----------
    languages : tuple of str
    title : str
        In the languages of the book.
    package : str, optional
        The name of a package that a block imports.

    Examples
    --------
    >>> from mlbook.publishing.new.pages import files_of
    >>> print(files_of(("en",), "My book")["docs/index.md"][:9])
    # My book
    """
    name, text = partial(short, languages), partial(passage, languages)
    settings = SETTINGS.format(
        title=json.dumps(title, ensure_ascii=False),
        part=name("开始", "To begin"),
        languages=", ".join(languages),
    )
    chapter = CHAPTER.format(
        title=name("怎样写一章", "How a chapter is written"),
        intro=text(
            "这一页是例子：改它，或者另写一页，再运行 `pytest`。",
            "This page is an example: change it, or write another one, then run `pytest`.",
        ),
        block=name("代码和输出", "Code and its output"),
        about_block=text(
            "代码下面的输出是它印出来的。改错一个数，`pytest` 就说出是哪一行。",
            "The output below the code is what it prints. Change a number, and `pytest` names "
            "the line.",
        ),
        figure=name("图", "A figure"),
        about_figure=text(
            "图由它上面的代码画成，编号由构建加上：[](#figure-parabola)。",
            "A figure is drawn by the code above it and numbered by the build: "
            "[](#figure-parabola).",
        ),
        caption=name("函数 $x^2$", "The function $x^2$"),
    )
    if package:
        settings += ABOUT_PACKAGE.format(package=package)
        for distribution in packages_distributions().get(package, [])[:1]:
            settings += FOOT.format(distribution=distribution)
        chapter += PACKAGE.format(
            package=package,
            heading=name("包", "The package"),
            about=text(
                f"这本书讲的是 `{package}`。它改了，用到它的代码就重新运行。",
                f"This book is about `{package}`. When it changes, the code that uses it runs "
                "again.",
            ),
        )
    index = INDEX.format(
        title=title,
        about=text(
            "书里的每一段代码都运行过，每一个输出都核对过。从[](chapters/first.md)开始读。",
            "Every block of code in this book has been run, and every output checked. Begin with "
            "[](chapters/first.md).",
        ),
    )
    return {
        "mkdocs.yml": settings,
        "conftest.py": TESTS,
        "pytest.ini": "[pytest]\ntestpaths = docs\n",
        ".gitignore": "/site/\n/.cache/\n__pycache__/\n",
        "docs/index.md": index,
        "docs/chapters/first.md": chapter,
    }


def short(languages: Languages, chinese: str, english: str) -> str:
    """Return a short text in the languages of a book: `中文 · English`."""
    return DOT.join(Options(languages).word(chinese, english))


def passage(languages: Languages, chinese: str, english: str) -> str:
    """Return a passage in the languages of a book."""
    words = Options(languages).word(chinese, english)
    if len(words) == 1:
        return words[0]
    pairs = zip(languages, words, strict=True)
    return "\n\n".join(f"{passage_of(code)}\n{text}\n</div>" for code, text in pairs)
