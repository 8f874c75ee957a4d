"""The press as a plugin of MkDocs: reads, draws and checks when the site is built."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urljoin

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mlbook.publishing.browser import pyodide
from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.drawing import PACKAGE, DrawingError, draw
from mlbook.publishing.notebooks.downloads import downloads_of, is_lab, with_offers
from mlbook.publishing.notebooks.jupyter import jupyter_in, set_up
from mlbook.publishing.notebooks.labs import LabError, read_lab, with_outputs
from mlbook.publishing.running.runner import DEFAULT_TIMEOUT, Runner
from mlbook.publishing.site import html
from mlbook.publishing.site.allowed import strays
from mlbook.publishing.site.blocks import forbid_copies
from mlbook.publishing.site.checks import faults_of, faults_of_source
from mlbook.publishing.site.figures import drawings_of
from mlbook.publishing.site.finishing import finish_content, finish_page
from mlbook.publishing.site.provenance import counts_of, counts_of_examples, with_provenance
from mlbook.publishing.site.reference import names_of, with_scripts
from mlbook.publishing.site.rendering import render, renderer
from mlbook.publishing.site.search_index import rank

HOW = "how-to.md"  # the page that says what is checked


class PressOptions(Config):
    """The plugin's options in ``mkdocs.yml``."""

    timeout = config_options.Type((int, float), default=DEFAULT_TIMEOUT)
    cache = config_options.Type(str, default=".cache/mlbook/figures")
    labs = config_options.Type(str, default=".cache/mlbook/labs")


class Press(BasePlugin[PressOptions]):
    """Reads every page, draws its figures, and refuses what is not as the page says."""

    def __init__(self) -> None:
        self.root = Path()
        self.jupyter_home = Path()
        self.jupyter = ExitStack()  # Jupyter's environment, while it runs a lab
        self.chapters: dict[str, Chapter] = {}
        self.figures: dict[str, str] = {}
        self.python = pyodide.Python("", {})  # for readers' browsers
        self.policy: str | None = None  # Python's address, for the policy of a page that has one
        self.served = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is to be served to its author, or built for readers."""
        self.served = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Find the root of the project, and watch the package while serving."""
        self.root = Path(config.config_file_path).resolve().parent
        config.watch.append(str(PACKAGE))
        with _refusing(pyodide.PyodideError):
            self.python = pyodide.python_for_readers(os.environ.get(pyodide.SETTING))
        config.extra["run"] = self.python.attributes()
        # To a served page MkDocs adds a script of its own, which reloads what has changed.
        self.policy = None if self.served else self.python.address
        if jupyter := config.plugins.get("mkdocs-jupyter"):
            self.jupyter_home = set_up(self.root / self.config.labs, self.config.timeout)
            jupyter.config["cache_dir"] = str(self.jupyter_home / "ran")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read every page of the book, draw its figures, and offer its blocks for download."""
        self.chapters.clear()
        _refuse(strays(Path(config.docs_dir)))
        for page in files.documentation_pages():
            uri, path = page.src_uri, Path(page.abs_src_path or "")
            self.chapters[uri] = (read_lab if is_lab(uri) else read_chapter)(path, self.root)
        pages = (each for uri, each in self.chapters.items() if not is_lab(uri))  # labs run first
        _refuse(fault for each in pages for fault in faults_of_source(each))
        cache = self.root / self.config.cache
        with Runner(timeout=float(self.config.timeout)) as runner, _refusing(DrawingError):
            self.figures = draw(self.chapters.values(), self.root, cache, runner)
        files.append(File.generated(config, pyodide.ARCHIVE, content=pyodide.archive()))
        for path in self.python.files:
            address = pyodide.PYTHON_FOLDER + path.name
            files.append(File.generated(config, address, abs_src_path=str(path.resolve())))
        for uri, chapter in self.chapters.items():
            resolve = partial(_address, config, files, uri)
            for address, content in downloads_of(chapter, uri, resolve):
                files.append(File.generated(config, address, content=content))
            self._add_drawings(uri, files, config)
        return files

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Give every page one date: the bytes of the site must not depend on the day."""
        page.update_date = "1980-01-01"  # the date that compressed files without one have
        return page

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Check a lab before mkdocs-jupyter runs it, in the environment that Jupyter needs."""
        lab = self.chapters[page.file.src_uri]
        if is_lab(page.file.src_uri):
            _refuse((*map(lab.tell, lab.problems), *faults_of(lab, render(lab, renderer()))))
            self.jupyter.enter_context(jupyter_in(self.jupyter_home))

    def on_page_content(
        self, content: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Check the rendered page, and finish it."""
        uri = page.file.src_uri
        if is_lab(uri):
            content = self._render_lab(content, page, config, files)
        chapter = self.chapters[uri]
        shown = html.Page(with_scripts(content) if chapter.references else content)
        _refuse(faults_of(chapter, shown))
        addresses = {} if chapter.references else self._addresses(page, files)
        finish_content(shown, self.figures, addresses)
        if is_lab(uri):
            forbid_copies(shown)
        content = with_offers(str(shown), uri, page.url) if chapter.blocks else str(shown)
        counts = counts_of_examples(shown) if chapter.references else counts_of(chapter)
        how = files.get_file_from_path(HOW)
        checks = f"{how.url_relative_to(page.file)}#checks" if how else None
        return with_provenance(content, counts, checks)

    @event_priority(-100)  # nothing is written into the page after this
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mark the languages of the theme's own words; say what browsers may load and run."""
        return finish_page(output, self.policy)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Do the same for pages that are not chapters, such as 404.html."""
        return finish_page(output, self.policy) if template_name.endswith(".html") else output

    @event_priority(-100)  # the search has written its index by then
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Tell the search which section teaches which term."""
        rank(Path(config.site_dir), self.chapters)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave Jupyter's environment, if it was a lab that failed."""
        self.jupyter.close()

    def _render_lab(self, notebook: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Return the content of a lab's page; mkdocs-jupyter has given the notebook that ran."""
        self.jupyter.close()
        uri = page.file.src_uri
        with _refusing(LabError):
            lab, drawings = with_outputs(self.chapters[uri], notebook)
        self.chapters[uri] = lab
        self.figures |= drawings
        self._add_drawings(uri, files, config)
        page.markdown = "\n".join(lab.lines)
        Page.render(page, config, files)  # page.render is mkdocs-jupyter's
        return page.content or ""

    def _add_drawings(self, uri: str, files: Files, config: MkDocsConfig) -> None:
        for path, svg in drawings_of(self.chapters[uri], self.figures):
            files.append(File.generated(config, join(dirname(uri), path), content=svg))

    def _addresses(self, page: Page, files: Files) -> dict[str, str]:
        """Return where the reference of each name is, seen from `page`."""
        return {
            name: f"{files.src_uris[uri].url_relative_to(page.file)}#{anchor}"
            for name, (uri, anchor) in names_of(self.chapters).items()
        }


@contextmanager
def _refusing(kind: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kind as error:
        raise PluginError(str(error)) from None


def _refuse(faults: Iterable[str]) -> None:
    if sentences := list(faults):
        raise PluginError("\n".join(sentences))


def _address(config: MkDocsConfig, files: Files, source: str, target: str) -> str | None:
    """Return the address on the web of what the page `source` links to; None if it has none."""
    path, _, anchor = target.partition("#")
    file = files.get_file_from_path(normpath(join(dirname(source), path)) if path else source)
    if file is None or not config.site_url:
        return None
    return urljoin(config.site_url, file.url) + (f"#{anchor}" if anchor else "")
