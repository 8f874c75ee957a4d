"""Processor time of checks, figures and builds, and of a page as the book grows."""

import os
import re
import resource
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import pytest
import yaml

from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.proofs import Proofs
from mlbook.publishing.running.runner import Runner

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "chapters" / "losses.md"
BUILD = ("mkdocs", "build", "--quiet", "--site-dir")
BRANCHES = 10  # entries of a part: the contents of a larger book are deeper, not longer
SIZES = (10, 100, 1000)
ROUNDS = 3
GROWTH_ALLOWED = 1.2

TEXT = """# 第 {n} 页 · Page {n}

## 平均 · The mean {{#mean}}

<div lang="zh" markdown>
把 $x_1, \\ldots, x_n$ 加起来，除以个数，就是平均 $\\bar x$，见[下一页](page-{next}.md#mean)。

- 先求和；
- 再**除以**个数。
</div>

<div lang="en" markdown>
Add $x_1, \\ldots, x_n$ and divide by how many: the mean $\\bar x$, as
on the [next page](page-{next}.md#mean).

- First add;
- then **divide** by the number.
</div>

```python
import numpy as np

x = np.arange({n}, {n} + 10)
print(x.mean(), x.sum())
```

```text
{mean} {sum}
```

<div lang="zh" markdown>
方差说的是离平均有多远：

$$
\\sigma^2 = \\frac1n \\sum_i (x_i - \\bar x)^2
$$
</div>

<div lang="en" markdown>
The variance says how far from the mean:

$$
\\sigma^2 = \\frac1n \\sum_i (x_i - \\bar x)^2
$$
</div>

```python
import numpy as np
from mlbook import sigmoid

x = np.arange({n}, {n} + 10)
print(x.var(), sigmoid(x - {n})[0])
```

```text
8.25 0.5
```
"""
FIGURE = """
```python
import matplotlib.pyplot as plt

plt.plot([0, {n}], [1, 2])
plt.show()
```

![第 {n} 条直线 · Line {n}](figures/line-{n}.svg)
"""


def write_book(home, pages):
    """Write a book of so many pages into `home`, with the settings of this one but no labs."""
    docs = home / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 书 · Book\n", encoding="utf-8")
    for n in range(1, pages + 1):
        text = TEXT.format(n=n, next=n % pages + 1, mean=n + 4.5, sum=10 * n + 45)
        if n % BRANCHES == 1:
            text += FIGURE.format(n=n)
        (docs / f"page-{n}.md").write_text(text, encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"  (?:logo|favicon): .*\n", "", settings)
    settings = re.sub(r"(?s)  - mkdocs-jupyter.*?(?=  - mlbook:)", "", settings)
    contents = ["index.md", *contents_of([f"page-{n}.md" for n in range(1, pages + 1)])]
    nav = yaml.safe_dump({"nav": contents}, allow_unicode=True)
    settings = re.sub(r"(?s)nav:\n.*?(?=\nplugins:)", lambda _: nav, settings)
    (home / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (home / "conftest.py").write_text('pytest_plugins = ["mlbook.publishing.pytest_plugin"]\n')
    (home / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")


def contents_of(entries):
    """Return a table of contents in parts, and parts of parts, of ten entries each."""
    while len(entries) > BRANCHES:
        starts = range(0, len(entries), BRANCHES)
        entries = [
            {f"第 {start} 部 · Part {start}": entries[start : start + BRANCHES]} for start in starts
        ]
    return entries


def cpu_seconds(home, *command):
    """Run a command in `home`; return the processor time of it and of all it started."""
    paths = {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "CI": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", *command],
        cwd=home,
        env=os.environ | paths,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(home):
    """Return the processor time of a first build, of an unchanged second one and of all checks."""
    for leftover in (".cache", "site"):
        shutil.rmtree(home / leftover, ignore_errors=True)
    return {
        "first": cpu_seconds(home, *BUILD, "site"),
        "second": cpu_seconds(home, *BUILD, "site"),
        "check": cpu_seconds(home, "pytest", "-q", "-p", "no:cacheprovider", "docs"),
    }


def test_the_cost_of_a_page_does_not_grow_with_the_book(tmp_path, keep, quick):
    sizes = (1, 2, 3) if quick else SIZES
    for pages in sizes:
        write_book(tmp_path / str(pages), pages)
    turns = sizes if quick else (*sizes, *sizes[-2::-1])  # up and down, so that a drift cancels out
    rounds = []
    for _ in range(1 if quick else ROUNDS):
        taken = {pages: [] for pages in sizes}
        for pages in turns:
            taken[pages].append(measure(tmp_path / str(pages)))
        rounds.append({pages: means(each) for pages, each in taken.items()})
    names = rounds[0][sizes[0]]
    keep["pages"] = [
        {"pages": n, "seconds": {name: median(each[n][name] for each in rounds) for name in names}}
        for n in sizes
    ]
    further = {  # the cost of a page that a book has more than the next smaller one
        name: [
            median((each[many][name] - each[few][name]) / (many - few) for each in rounds)
            for few, many in pairwise(sizes)
        ]
        for name in names
    }
    keep["further_pages"] = {"seconds": further}
    for name, (in_a_small_book, in_a_large_one) in further.items():
        assert quick or in_a_large_one < GROWTH_ALLOWED * in_a_small_book, name


def means(measures):
    """Return the mean of each of the costs in `measures`."""
    return {name: mean(each[name] for each in measures) for name in measures[0]}


def test_a_second_build_is_cheaper_than_the_first(tmp_path, keep, quick):
    home, page = tmp_path / "book", "docs/page-1.md"
    if quick:
        write_book(home, 2)
    else:  # this book itself
        page = PAGE.relative_to(ROOT).as_posix()
        shutil.copytree(ROOT / "docs", home / "docs")
        shutil.copytree(ROOT / "mlbook", home / "mlbook")
        for name in ("mkdocs.yml", "conftest.py", "pyproject.toml"):
            shutil.copy(ROOT / name, home)
    seconds = {"first": cpu_seconds(home, *BUILD, "site")}
    seconds["unchanged"] = cpu_seconds(home, *BUILD, "site")
    seconds["check_of_a_page"] = cpu_seconds(home, "pytest", "-q", page)
    keep["press"] = {"seconds": seconds}
    assert quick or seconds["unchanged"] < seconds["first"]


def test_drawing(benchmark, tmp_path):
    chapter = read_chapter(PAGE, ROOT)
    chapter.blocks = [block for block in chapter.blocks if block.image][:1]
    with Runner() as runner:

        def redraw():
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
            return Proofs([chapter], ROOT, tmp_path / "cache", runner).figures_of(chapter, print)

        assert len(benchmark(redraw)) == 1


def test_reading_a_page(benchmark):
    assert benchmark(read_chapter, PAGE, ROOT).blocks


@pytest.mark.parametrize("command", [BUILD, ("pytest", "-q", "docs")], ids=["build", "check"])
def test_a_book_of_ten_pages(benchmark, tmp_path, command, quick):
    write_book(tmp_path / "book", 2 if quick else 10)
    line = (*command, "site") if command is BUILD else command
    benchmark.pedantic(cpu_seconds, (tmp_path / "book", *line), rounds=3, warmup_rounds=1)
