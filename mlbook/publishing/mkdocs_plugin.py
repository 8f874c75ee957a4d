"""The press as MkDocs sees it: a plugin that reads, draws and checks when the site is built."""

from __future__ import annotations

import html as entities
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import basename, dirname, join, normpath, relpath
from urllib.parse import urljoin

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mlbook.publishing.browser.pyodide import (
    ARCHIVE,
    PYTHON_FOLDER,
    SETTING,
    PyodideError,
    Python,
    archive,
    python_for_readers,
)
from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.reader import parse_chapter, read_chapter
from mlbook.publishing.checking.drawing import PACKAGE, DrawingError, draw
from mlbook.publishing.checking.numbers import orphans
from mlbook.publishing.checking.twins import fault_of_twins
from mlbook.publishing.notebooks.cells import cells_of
from mlbook.publishing.notebooks.jupyter import jupyter_in, set_up, take_over
from mlbook.publishing.notebooks.labs import LabError, cells_of_lab, read_lab, with_outputs
from mlbook.publishing.notebooks.notebook import notebook_of, script_of, with_offers
from mlbook.publishing.running.figures import for_dark_pages
from mlbook.publishing.running.runner import DEFAULT_TIMEOUT, Runner
from mlbook.publishing.site.description import description_of
from mlbook.publishing.site.lean_code import with_lean_code
from mlbook.publishing.site.mathematics import FormulaError, with_mathml
from mlbook.publishing.site.page import (
    marked_source,
    with_addresses,
    with_figures,
    with_languages,
    without_unused_styles,
)
from mlbook.publishing.site.policy import with_policy
from mlbook.publishing.site.provenance import counts_of, counts_of_examples, with_provenance
from mlbook.publishing.site.reference import with_links, with_scripts
from mlbook.publishing.site.search_index import terms_of, with_terms
from mlbook.publishing.site.shown import PageError, check_page

FOLDER = "chapters/figures"  # where the drawings are in the site
GLOSSARY = "glossary.md"
INDEX = "search/search_index.json"
LOOKED_UP = ("reference/", "glossary/", "errata/", "labs/")  # pages that are no lessons
HOW = "how-to.md"  # the page that says what is checked
NO_DAY = "1980-01-01"  # what compressed files say that have no date
READERS = {".md": read_chapter, ".py": read_lab}
Render = Callable[[MkDocsConfig, Files], None]


class PressOptions(Config):
    """The plugin's options in ``mkdocs.yml``."""

    timeout = config_options.Type((int, float), default=DEFAULT_TIMEOUT)
    cache = config_options.Type(str, default=".cache/mlbook/figures")
    labs = config_options.Type(str, default=".cache/mlbook/labs")


class Press(BasePlugin[PressOptions]):
    """Reads every page, draws its figures, and refuses what is not as the page says."""

    def __init__(self) -> None:
        self.root = Path()
        self.workshop = Path()  # where Jupyter runs labs
        self.chapters: dict[str, Chapter] = {}
        self.figures: dict[str, str] = {}
        self.reference: dict[str, tuple[str, str]] = {}  # page and anchor of a name
        self.python = Python("", {})  # for readers' browsers
        self.served = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is to be served to its author, or built for readers."""
        self.served = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Find the root of the project, and watch the package while serving."""
        self.root = Path(config.config_file_path).resolve().parent
        config.watch.append(str(PACKAGE))
        try:
            python = python_for_readers(os.environ.get(SETTING))
        except PyodideError as error:
            raise PluginError(str(error)) from None
        config.extra["run"] = python.attributes()
        self.python = python
        if jupyter := config.plugins.get("mkdocs-jupyter"):
            self.workshop = set_up(self.root / self.config.labs, float(self.config.timeout))
            take_over(jupyter, self.workshop)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read every page of the book, and draw what is to be drawn."""
        pages = files.documentation_pages()
        if unread := [page.src_uri for page in pages if Path(page.src_uri).suffix not in READERS]:
            raise PluginError(f"{unread[0]}: nobody checks a page whose name does not end in .md")
        self.chapters = {
            page.src_uri: READERS[Path(page.src_uri).suffix](
                Path(page.abs_src_path or ""), self.root
            )
            for page in pages
        }
        self.reference = {
            name.rpartition(".")[2]: (uri, name)
            for uri, chapter in self.chapters.items()
            for name in chapter.references
        }
        self._refuse_faulty()
        with Runner(timeout=float(self.config.timeout)) as runner:
            try:
                self.figures = draw(
                    self.chapters.values(), self.root, self.root / self.config.cache, runner
                )
            except DrawingError as error:
                raise PluginError(str(error)) from None
        _add_drawings(self.figures, files, config)
        files.append(File.generated(config, ARCHIVE, content=archive()))
        for path in self.python.files:
            uri = PYTHON_FOLDER + path.name
            files.append(File.generated(config, uri, abs_src_path=str(path.resolve())))
        for source, chapter in self.chapters.items():
            if chapter.blocks:
                resolve = partial(_address, config, files, source)
                cut = cells_of_lab if _is_lab(source) else cells_of
                cells = cut(chapter, resolve, resolve("#"))
                for suffix, content in ((".ipynb", notebook_of(cells)), (".py", script_of(cells))):
                    uri = _stem(source) + suffix
                    files.append(File.generated(config, uri, content=content))
        return files

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Forget the day of the build: one commit gives the same bytes on every day."""
        page.update_date = NO_DAY
        return page

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Mark twins, headings and figures in the page's Markdown; say what the page is about."""
        if description := description_of(self.chapters[page.file.src_uri]):
            page.meta.setdefault("description", entities.escape(description))
        if _is_lab(page.file.src_uri):
            page.render = partial(self._render_lab, page, page.render)  # type: ignore[method-assign]
            return markdown
        return marked_source(parse_chapter(markdown))

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Check the rendered blocks; put in formulas and figures."""
        chapter = self.chapters[page.file.src_uri]
        try:
            if not chapter.references:  # what docstrings say is checked where they stand
                check_page(chapter, html)
            html = with_mathml(html)
        except PageError as error:
            raise PluginError(str(error)) from None
        except FormulaError as error:
            raise PluginError(f"{chapter.path}: {error}") from None
        checks = _page_anchor(files, page, HOW, "checks")
        # The examples of the reference are not in its Markdown: they become blocks here.
        html = with_addresses(with_scripts(html) if chapter.references else html)
        if chapter.references:
            return with_provenance(html, counts_of_examples(html), checks)
        addresses = {
            name: f"{files.src_uris[uri].url_relative_to(page.file)}#{anchor}"
            for name, (uri, anchor) in self.reference.items()
        }
        if chapter.blocks:
            stem = _stem(page.file.src_uri)
            folder = relpath(dirname(stem) or ".", dirname(page.url))
            html = with_offers(html, f"{folder}/{basename(stem)}")
        if _is_lab(page.file.src_uri):  # its cells need those above them: it is copied whole
            html = html.replace("language-python highlight", "language-python no-copy highlight")
        html = with_provenance(html, counts_of(chapter), checks)
        folder = relpath(FOLDER, dirname(page.url))
        return with_links(with_figures(html, self.figures, f"{folder}/"), addresses)

    @event_priority(-100)  # nothing is written into the page after this
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mark the languages of the theme's own words; say what browsers may load and run."""
        return self._finished(output)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Do the same for pages that are not chapters, such as 404.html."""
        return self._finished(output) if template_name.endswith(".html") else output

    @event_priority(-100)  # the search has written its index by then
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Tell the search which section teaches which term."""
        index = Path(config.site_dir, INDEX)
        if GLOSSARY in self.chapters and index.exists():
            terms = terms_of(self.chapters[GLOSSARY])
            ranked = with_terms(index.read_text(encoding="utf-8"), terms, LOOKED_UP)
            index.write_text(ranked, encoding="utf-8")

    def _finished(self, html: str) -> str:
        html = with_languages(with_lean_code(without_unused_styles(html)))
        if self.served:
            return html  # MkDocs will add a script of its own, which reloads what has changed
        return with_policy(html, self.python.address)

    def _render_lab(self, page: Page, run: Render, config: MkDocsConfig, files: Files) -> None:
        """Have mkdocs-jupyter run a lab, then render it as a page like any other."""
        with jupyter_in(self.workshop):
            run(config, files)
        source = page.file.src_uri
        try:
            lab, drawings = with_outputs(self.chapters[source], page.content or "")
        except LabError as error:
            raise PluginError(str(error)) from None
        _add_drawings(drawings, files, config)
        self.figures |= drawings
        self.chapters[source] = lab
        page.markdown = marked_source(lab)
        Page.render(page, config, files)

    def _refuse_faulty(self) -> None:
        faults = [
            f"{chapter.where(problem.line)}: {problem.message}"
            for source, chapter in self.chapters.items()
            for problem in (*chapter.problems, *([] if _is_lab(source) else orphans(chapter)))
        ]
        faults += [
            fault
            for chapter in self.chapters.values()
            for twins in chapter.twins
            if (fault := fault_of_twins(chapter, twins))
        ]
        if faults:
            raise PluginError("\n".join(faults))


def _is_lab(source: str) -> bool:
    return source.endswith(".py")


def _stem(source: str) -> str:
    """Return where the downloads of a page are: beside a chapter, in the directory of a lab."""
    stem = str(PurePosixPath(source).with_suffix(""))
    return f"{stem}/{basename(stem)}" if _is_lab(source) else stem


def _add_drawings(figures: dict[str, str], files: Files, config: MkDocsConfig) -> None:
    for name, svg in figures.items():
        for suffix, content in (("", svg), (".dark", for_dark_pages(svg))):
            uri = f"{FOLDER}/{name}{suffix}.svg"
            files.append(File.generated(config, uri, content=content))


def _page_anchor(files: Files, page: Page, source: str, anchor: str) -> str | None:
    """Return the address of a section of another page, seen from `page`; None without that page."""
    file = files.get_file_from_path(source)
    return f"{file.url_relative_to(page.file)}#{anchor}" if file else None


def _address(config: MkDocsConfig, files: Files, source: str, target: str) -> str | None:
    """Return the address on the web of what the page `source` links to; None if it has none."""
    path, _, anchor = target.partition("#")
    file = files.get_file_from_path(normpath(join(dirname(source), path)) if path else source)
    if file is None or not config.site_url:
        return None
    return urljoin(config.site_url, file.url) + (f"#{anchor}" if anchor else "")
