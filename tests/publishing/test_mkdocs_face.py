import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mlbook.publishing import mkdocs_face
from mlbook.publishing.execution import Run

SETTINGS = """
site_name: 书 · Book
plugins: [mlbook]
markdown_extensions:
  - attr_list
  - md_in_html
  - pymdownx.highlight: {pygments_lang_class: true}
  - pymdownx.superfences
  - pymdownx.arithmatex: {generic: true}
"""
PAGE = """# 页 · Page

<div lang="zh" markdown>
设 $x^2$。
</div>

<div lang="en" markdown>
Let $x^2$.
</div>

```python
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.show()
```

![线 $x$ · A line $x$](figures/line.svg)
"""


class DrawingRunner:
    """Draws without a worker, and counts."""

    count = 0

    def __init__(self, timeout):
        self.timeout = timeout

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def run(self, code, path, line):
        DrawingRunner.count += 1
        return Run(figures=('<svg width="72pt" height="36pt" color="#23272e"/>',))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A book of one page."""
    monkeypatch.setattr(mkdocs_face, "Runner", DrawingRunner)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # MkDocs writes the time of the build
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "docs" / "chapters").mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text("# 首页 · Home\n", encoding="utf-8")
    write(tmp_path, PAGE)
    return tmp_path


def write(project, page):
    (project / "docs" / "chapters" / "page.md").write_text(page, encoding="utf-8")


def built(project) -> Path:
    config = load_config(str(project / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return project / "site"


def files(site):
    return {
        path.relative_to(site): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and "sitemap" not in path.name
    }


def test_a_page_is_built_with_its_figure_formulas_and_languages(project):
    site = built(project)
    html = (site / "chapters" / "page" / "index.html").read_text(encoding="utf-8")
    assert '<div class="twins">' in html
    assert html.count("<msup><mi>x</mi><mn>2</mn></msup>") == 2
    assert (
        '<img class="dark" src="../figures/line.dark.svg" alt="线 x · A line x" width="96"' in html
    )
    assert re.search(r'<span lang="zh">书</span><span class="dot"> · </span>', html)
    figures = site / "chapters" / "figures"
    assert 'color="#23272e"' in (figures / "line.svg").read_text()
    assert 'color="#dfe2e7"' in (figures / "line.dark.svg").read_text()


def test_a_second_build_draws_nothing_and_is_the_same_bytes(project):
    first = files(built(project))
    drawn = DrawingRunner.count
    assert files(built(project)) == first
    assert DrawingRunner.count == drawn


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (PAGE + "\nwords\n", "docs/chapters/page.md:20: text outside a language block"),
        (PAGE.replace("Let", "1. Let"), "docs/chapters/page.md:3: the twins are not built alike"),
        (PAGE.replace("$x$ ·", r"$\undefined$ ·"), r"docs/chapters/page.md: the formula"),
        (
            PAGE.replace("设", "    x = 1\n\n设").replace("Let", "    x = 1\n\nLet"),
            "shows another text",
        ),
    ],
)
def test_a_page_that_is_not_right_stops_the_build(project, page, message, caplog):
    write(project, page)
    with pytest.raises(Abort):
        built(project)
    assert message in caplog.text


def test_a_block_that_does_not_draw_stops_the_build(project, monkeypatch, caplog):
    monkeypatch.setattr(DrawingRunner, "run", lambda *_: Run(error="ValueError: no"))
    with pytest.raises(Abort):
        built(project)
    assert "docs/chapters/page.md:11: raised what the page does not show" in caplog.text
