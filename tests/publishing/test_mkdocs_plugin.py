import json
import logging
import os
import re
import socket
from concurrent.futures import Future
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError

import mlbook
from mlbook.publishing import mkdocs_content, mkdocs_plugin, mkdocs_rendering
from mlbook.publishing.browser.pyodide import CORE, GLUE, archives, python_for_readers
from mlbook.publishing.checking import dependencies, needs
from mlbook.publishing.checking.book import Book
from mlbook.publishing.mkdocs_serving import Serving
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner
from mlbook.publishing.site import provenance
from mlbook.publishing.site.checks import faults_of
from mlbook.publishing.site.html import Page

SETTINGS = """
site_name: 书 · Book
plugins: [mlbook]
markdown_extensions: [mlbook.publishing.site.extension]
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

    def submit(self, *block):
        future = Future()
        future.set_result(self.run(*block))
        return future


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A book of one page."""
    monkeypatch.setattr(mkdocs_plugin, "Runner", DrawingRunner)
    monkeypatch.delenv("MLBOOK_PYODIDE", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # MkDocs's own theme writes the time of the build
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "docs" / "chapters").mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text("# 首页 · Home\n", encoding="utf-8")
    write(tmp_path, PAGE)
    return tmp_path


def write(project, page):
    (project / "docs" / "chapters" / "page.md").write_text(page, encoding="utf-8")


def built(project, *, strict=True, command="build", port=0) -> Path:
    address = f"127.0.0.1:{port}"
    config = load_config(str(project / "mkdocs.yml"), strict=strict, dev_addr=address)
    config.plugins.on_startup(command=command, dirty=False)
    build(config)
    return project / "site"


def files(site):
    return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_page_is_built_with_its_figure_formulas_and_languages(project):
    site = built(project)
    html = (site / "chapters" / "page" / "index.html").read_text(encoding="utf-8")
    assert '<div class="twins">' in html
    assert html.count("<msup><mi>x</mi><mn>2</mn></msup>") == 2
    words = "图 1.1　线 x · Figure 1.1: A line x"
    assert f'<img class="dark" src="../figures/line.dark.svg" alt="{words}" width="96"' in html
    assert re.search(r'<span lang="zh">书</span><span class="dot"> · </span>', html)
    figures = site / "chapters" / "figures"
    assert 'color="#23272e"' in (figures / "line.svg").read_text()
    assert 'color="#dfe2e7"' in (figures / "line.dark.svg").read_text()


def test_a_second_build_draws_nothing_and_is_the_same_bytes(project):
    first = files(built(project))
    drawn = DrawingRunner.count
    assert files(built(project)) == first
    assert DrawingRunner.count == drawn
    assert (project / ".cache" / "mlbook" / "proofs").is_dir()


def test_a_block_whose_package_is_missing_is_shown_and_said_to_be_not_run(project, monkeypatch):
    block = '```python title="needs jax"\nimport jax\n\nprint(2)\n```\n\n```text\n2\n```\n'
    write(project, f"# 页 · Page\n\n{block}")
    told = {}
    for packages in ((), ("jax",)):
        for module in (dependencies, needs):
            monkeypatch.setattr(module, "present", lambda found=packages: [*found])
        monkeypatch.setattr(DrawingRunner, "run", lambda *block: Run(printed="2\n"))
        monkeypatch.setattr(provenance, "version", lambda name: "99")
        html = (built(project) / "chapters" / "page" / "index.html").read_text(encoding="utf-8")
        told[packages] = html.count("Not run in this build"), html.count("1 block was not run")
        assert html.count('data-needs="jax"') == 1
    assert told == {(): (2, 1), ("jax",): (0, 0)}


def linking_to(target):
    return PAGE.replace("设", f"[甲]({target})，设").replace("Let", f"[A]({target}): let")


@pytest.fixture
def rendered(monkeypatch, caplog):
    """Return the pages that MkDocs has rendered, as many times as it has."""
    caplog.set_level(logging.INFO, logger="mkdocs")
    pages, render = [], mkdocs_rendering.Page.render

    def counting(page, config, files):
        pages.append(page.file.src_uri)
        render(page, config, files)

    monkeypatch.setattr(mkdocs_rendering.Page, "render", counting)
    return pages


def test_a_second_build_renders_and_checks_nothing_and_is_the_same_bytes(
    project, rendered, monkeypatch
):
    write(project, f"{PAGE}\n## 坡 · Slope {{#slope}}\n\n### 小 · Small {{#small}}\n")
    first = files(built(project))
    assert sorted(rendered) == ["chapters/page.md", "index.md"]
    monkeypatch.setattr(mkdocs_content, "faults_of", None)
    monkeypatch.setattr(mkdocs_content, "sections_of", None)
    monkeypatch.setattr(Book, "problems_of", None)
    assert files(built(project)) == first
    assert len(rendered) == 2


def test_a_build_looks_once_at_what_its_pages_can_link_to(project, rendered):
    looked = mkdocs_rendering._addresses.cache_info
    before = looked().misses
    built(project)
    assert len(rendered) == 2
    assert looked().misses == before + 1


def test_a_page_that_is_gone_is_not_in_the_search(project):
    write(project, PAGE)
    built(project)
    (project / "docs" / "chapters" / "page.md").unlink()
    assert json.loads((built(project) / "search" / "index.json").read_text())["pages"] == [""]


def test_an_edited_page_alone_is_rendered_and_checked_again(project, rendered, caplog):
    built(project)
    write(project, PAGE.replace("$x^2$", "$x^3$"))
    assert "<mn>3</mn>" in (built(project) / "chapters/page/index.html").read_text("utf-8")
    assert rendered[2:] == ["chapters/page.md"]
    write(project, PAGE.replace("Let", "Let 98.7,").replace("设", "设 98.7，"))
    with pytest.raises(Abort):
        built(project)
    assert "docs/chapters/page.md:4: no block of this page prints" in caplog.text


@pytest.mark.parametrize("first", [logging.INFO, logging.ERROR], ids=["loud", "quiet"])
def test_a_broken_link_stops_every_build(project, rendered, caplog, first):
    write(project, linking_to("none.md"))
    caplog.set_level(first, logger="mkdocs")
    built(project, strict=False)  # as with `mkdocs build --quiet`, which says nothing
    caplog.set_level(logging.INFO, logger="mkdocs")
    for _ in range(2):
        with pytest.raises(Abort):
            built(project)


def test_a_link_stops_the_build_once_what_it_leads_to_is_gone(project, rendered, caplog):
    index = project / "docs" / "index.md"
    index.write_text("# 首页 · Home\n\n## 甲 · A {#there}\n", encoding="utf-8")
    write(project, linking_to("../index.md#there"))
    built(project)
    index.write_text("# 首页 · Home\n", encoding="utf-8")
    with pytest.raises(Abort):
        built(project)
    assert rendered[2:] == ["index.md"]
    assert "does not contain an anchor '#there'" in caplog.text
    index.unlink()
    with pytest.raises(Abort):
        built(project)
    assert "the target 'index.md' is not found" in caplog.text


def test_a_book_may_say_itself_how_loud_a_broken_link_is(project, rendered):
    settings = f"{SETTINGS}\nvalidation: {{anchors: ignore}}\n"
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    write(project, linking_to("../index.md#nowhere"))
    built(project)


def test_a_block_that_is_lost_in_rendering_stops_the_build(project, monkeypatch, caplog):
    def losing(chapter, page):
        return faults_of(chapter, Page(str(page).replace("<pre", "<p")))

    monkeypatch.setattr(mkdocs_content, "faults_of", losing)
    with pytest.raises(Abort):
        built(project)
    assert "docs/chapters/page.md" in caplog.text


@pytest.mark.parametrize("name", ["page.markdown", "page.html", "chapters/a.py"])
def test_a_file_that_nobody_checks_stops_the_build(project, caplog, name):
    (project / "docs" / name).write_text("# 甲 · A\n\n```python\nprint(1)\n```\n", encoding="utf-8")
    with pytest.raises(Abort):
        built(project)
    assert f"docs/{name}: nobody checks this file" in caplog.text


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (PAGE.replace("$x^2$", "<b>x</b>"), "docs/chapters/page.md:4: <b> is no tag"),
        (
            PAGE.replace("设 $x^2$。", "![甲](./x.svg)").replace("Let $x^2$.", "![A](./x.svg)"),
            "docs/chapters/page.md:4: no block draws the picture ./x.svg",
        ),
        (PAGE + "\nwords\n", "docs/chapters/page.md:20: text outside a language block"),
        (PAGE.replace("设", "98.7，设"), "docs/chapters/page.md:4: no block of this page prints"),
        (PAGE.replace("Let", "1. Let"), "docs/chapters/page.md:3: the twins are not built alike"),
        (PAGE.replace("$x$", r"$\undefined$"), r"docs/chapters/page.md:18: the formula"),
        (
            PAGE.replace("设", "    x = 1\n\n设").replace("Let", "    x = 1\n\nLet"),
            "docs/chapters/page.md:3: code stands outside the language blocks",
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


def test_a_page_with_blocks_offers_itself_as_a_notebook_and_as_a_script(project):
    site = built(project)
    for name in ("page.ipynb", "page.py"):
        link = f'<a href="../{name}" download>'
        assert link in (site / "chapters" / "page" / "index.html").read_text(encoding="utf-8")
    notebook = json.loads((site / "chapters" / "page.ipynb").read_text(encoding="utf-8"))
    assert notebook["cells"][-2]["id"] == "line-11"
    assert "每一段代码都能单独运行" in "".join(notebook["cells"][0]["source"])
    script = (site / "chapters" / "page.py").read_text(encoding="utf-8")
    assert "plt.plot([1, 2])\nplt.show()\n" in script
    assert not list(site.glob("index.ipynb"))
    assert "offers" not in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "folder"), [("index", "."), ("top", "..")])
def test_a_page_beside_the_chapters_offers_what_stands_beside_it(project, name, folder):
    page = PAGE.replace("figures/line", "figures/other")
    (project / "docs" / f"{name}.md").write_text(page, encoding="utf-8")
    html = (built(project) / folder.replace("..", name) / "index.html").read_text(encoding="utf-8")
    assert f'<a href="{folder}/{name}.ipynb" download>' in html


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ("", "home section none"),
        (
            "site_url: https://example.org/book\n",
            "[home](https://example.org/book/) "
            "[section](https://example.org/book/chapters/page/#section) none",
        ),
    ],
)
def test_links_of_a_notebook_lead_to_the_site_or_become_text(project, settings, shown):
    (project / "mkdocs.yml").write_text(settings + SETTINGS, encoding="utf-8")
    links = "[home](../index.md) [section](#section) [none](none.svg)"
    write(project, PAGE.replace("设", f"{links} 设").replace("Let", f"{links} Let"))
    site = built(project, strict=False)  # one of the links is broken
    assert f"# {shown} Let $x^2$." in (site / "chapters" / "page.py").read_text(encoding="utf-8")
    about = (site / "chapters" / "page.ipynb").read_text(encoding="utf-8")
    assert ("<https://example.org/book/chapters/page/>" in about) == bool(settings)


def test_a_name_leads_to_its_reference(project, monkeypatch):
    monkeypatch.setattr(mkdocs_plugin, "Runner", Runner)
    (project / "docs" / "reference").mkdir()
    reference = project / "docs" / "reference" / "names.md"
    reference.write_text("# 名 · Names\n\n::: mlbook.softmax\n", encoding="utf-8")
    write(project, PAGE.replace("设", "用 `softmax` 求").replace("Let", "`softmax` gives"))
    html = (built(project) / "chapters" / "page" / "index.html").read_text(encoding="utf-8")
    link = '<a class="name" href="../../reference/names/#mlbook.softmax"><code>softmax</code></a>'
    assert html.count(link) == 2  # in both languages


def test_an_example_of_the_reference_is_a_block_with_an_address(project, monkeypatch):
    monkeypatch.setattr(mkdocs_plugin, "Runner", Runner)
    options = "{docstring_style: numpy, show_source: false}"
    handler = f"mkdocstrings: {{handlers: {{python: {{options: {options}}}}}}}"
    settings = SETTINGS.replace("[mlbook]", f"[mlbook, {handler}]")
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    reference = project / "docs" / "reference.md"
    reference.write_text("# 名 · Names\n\n::: mlbook.softmax\n", encoding="utf-8")
    html = (built(project) / "reference" / "index.html").read_text(encoding="utf-8")
    assert html.count('<div class="language-python highlight printing" id="') == 1
    assert html.count('<div class="language-text highlight">') == 1
    assert "&gt;&gt;&gt;" not in html


def test_the_site_gets_the_package_and_the_python_that_readers_run(project, monkeypatch):
    home = project / "pyodide"
    home.mkdir()
    packages = ("numpy", "matplotlib")
    wheels = {name: {"file_name": f"{name}.whl", "sha256": "", "depends": []} for name in packages}
    for name in (*CORE, GLUE[0], "numpy.whl", "matplotlib.whl"):
        (home / name).write_bytes(b"1234")
    (home / "pyodide-lock.json").write_text(json.dumps({"packages": wheels}))
    monkeypatch.setenv("MLBOOK_PYODIDE", str(home))
    run = built(project) / "assets" / "run"
    for address, packed in archives().items():
        assert (project / "site" / address).read_bytes() == packed
    assert {path.name for path in (run / "pyodide").iterdir()} == set(os.listdir(home))


def test_the_theme_is_told_where_readers_find_python(project):
    config = load_config(str(project / "mkdocs.yml"))
    config.plugins.on_config(config)
    assert config.extra["run"] == python_for_readers(None).attributes()
    assert str(Path(mlbook.__file__).parent) in config.watch


def test_no_page_says_on_which_day_it_was_built():
    page = SimpleNamespace(update_date="2026-01-01")
    assert (
        mkdocs_plugin.Press().on_pre_page(page, config=None, files=None).update_date == "1980-01-01"
    )


def test_a_directory_that_is_no_pyodide_stops_the_build(project, monkeypatch, caplog):
    monkeypatch.setenv("MLBOOK_PYODIDE", str(project))
    with pytest.raises(Abort):
        built(project)
    assert f"MLBOOK_PYODIDE={project} has no pyodide.mjs" in caplog.text


def test_a_page_ends_with_its_record(project):
    settings = SETTINGS.replace("[mlbook]", "[mlbook: {how: how-to.md#checks}]")
    (project / "mkdocs.yml").write_text(f"theme: material\n{settings}", encoding="utf-8")
    (project / "docs" / "how-to.md").write_text("# 核对 · Checks\n", encoding="utf-8")
    html = (built(project) / "chapters" / "page" / "index.html").read_text(encoding="utf-8")
    assert "This page has 1 block of code, 1 figure;" in html
    assert '<a href="../../how-to/#checks">' in html
    assert 'id="page-block-1"' in html


def test_the_search_knows_which_section_teaches_a_term(project):
    write(project, PAGE + "\n## 坡 · Slope {#slope}\n")
    passages = [
        f'<div lang="{language}" markdown>\n| {head} | e | x |\n|---|---|---|\n'
        f"| [{word}](chapters/page.md#slope) | steepness | {meaning} |\n</div>\n"
        for language, head, word, meaning in (
            ("zh", "词", "斜度", "多陡"),
            ("en", "word", "steepness", "how steep"),
        )
    ]
    glossary = "# 词 · Words\n\n" + "\n".join(passages)
    (project / "docs" / "glossary.md").write_text(glossary, encoding="utf-8")
    site = built(project)
    head = json.loads((site / "search" / "index.json").read_text("utf-8"))
    number, _ = json.loads((site / "search" / "words-0.json").read_text("utf-8"))["=斜度"]
    before = sum(head["sizes"][: head["pages"].index("chapters/page/")])
    page = head["pages"].index("chapters/page/")
    sections = json.loads((site / "search" / f"page-{page}.json").read_text("utf-8"))
    assert sections[number - before][0] == "slope"


def test_every_page_that_readers_get_has_a_policy_and_a_served_draft_has_none(project):
    for command, wanted in (("build", True), ("serve", False)):
        pages = list(built(project, command=command).rglob("*.html"))
        assert {path.name for path in pages} >= {"index.html", "404.html"}
        for path in pages:
            html = path.read_text(encoding="utf-8")
            assert ("Content-Security-Policy" in html) == wanted, path
            assert '<span lang="zh">书</span>' in html


@pytest.mark.parametrize(("command", "refused"), [("serve", True), ("build", False)])
def test_a_taken_port_is_told_before_a_block_runs(project, caplog, command, refused):
    before = DrawingRunner.count
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Abort) if refused else nullcontext():
            built(project, command=command, port=port)
    assert (f"mkdocs serve --dev-addr 127.0.0.1:{port + 1}" in caplog.text) == refused
    assert (DrawingRunner.count == before) == refused


def test_the_port_is_asked_for_before_the_first_build_only():
    serving = Serving()
    serving.begin("serve")
    with socket.create_server(("127.0.0.1", 0)) as ours:
        address = SimpleNamespace(dev_addr=("127.0.0.1", ours.getsockname()[1]))
        with pytest.raises(PluginError):
            serving.refuse_taken_port(address)
        serving.refuse_taken_port(address)


def test_a_directory_that_cannot_keep_proofs_is_named(project, caplog):
    (project / ".cache").write_text("a file")
    with pytest.raises(Abort):
        built(project)
    assert f"{project / '.cache' / 'mlbook'}" in caplog.text


def test_the_packages_under_edit_that_blocks_import_are_watched(project, monkeypatch):
    (project / "lines.py").write_text("ends = [1, 2]\n")
    monkeypatch.syspath_prepend(project)
    write(project, PAGE.replace("plt.plot([1, 2])", "import lines\n\nplt.plot(lines.ends)"))
    config = load_config(str(project / "mkdocs.yml"))
    build(config)
    watched = []
    config.plugins["mlbook"].on_serve(SimpleNamespace(watch=watched.append))
    assert watched == [str(project / "lines.py")]
