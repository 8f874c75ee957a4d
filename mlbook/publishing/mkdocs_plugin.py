"""The press as a plugin of MkDocs: reads, draws and checks when the site is built."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mlbook.publishing import mkdocs_files, mkdocs_theme
from mlbook.publishing.browser import pyodide
from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.glossary import terms_of
from mlbook.publishing.chapters.options import OPTIONS
from mlbook.publishing.checking.dependencies import PACKAGE, Dependencies, root_under_edit
from mlbook.publishing.checking.kept import Kept
from mlbook.publishing.checking.proofs import ProofError, Proofs
from mlbook.publishing.mkdocs_content import finished
from mlbook.publishing.mkdocs_options import OptionError, PressOptions, options_of
from mlbook.publishing.mkdocs_refusing import refuse, refusing
from mlbook.publishing.mkdocs_rendering import keep_rendering, render_page
from mlbook.publishing.mkdocs_serving import Serving
from mlbook.publishing.mkdocs_surroundings import BookParts
from mlbook.publishing.notebooks.jupyter import jupyter_in, set_up
from mlbook.publishing.notebooks.labs import LabError, is_lab, with_outputs
from mlbook.publishing.running.runner import Runner
from mlbook.publishing.search.index import write_index
from mlbook.publishing.search.sections import Section
from mlbook.publishing.site.allowed import strays
from mlbook.publishing.site.finishing import finish_page
from mlbook.publishing.site.progress import keys_of_exercises, write_totals
from mlbook.publishing.site.rendering import body_of, faults_of_cells

log = get_plugin_logger("mlbook")


class Press(BasePlugin[PressOptions]):
    """Reads every page, proves its blocks, and refuses what is not as the page says."""

    def __init__(self) -> None:
        self.root = self.cache = self.jupyter_home = Path()
        self.options = OPTIONS
        self.jupyter = ExitStack()  # Jupyter's environment, while it runs a lab
        self.runner = ExitStack()  # it runs blocks while pages are rendered
        self.proofs: Proofs
        self.kept: Kept
        self.chapters: dict[str, Chapter] = {}
        self.parts: BookParts
        self.titles: dict[str, str] = {}  # with numbers, by the path of the chapter
        self.sections: dict[str, list[Section]] = {}  # by the address of their page
        self.exercises: dict[str, list[str]] = {}  # their keys, by the address of their chapter
        self.figures: dict[str, dict[str, str]] = {}  # by name, of each page by its path
        self.python = pyodide.Python("", {})  # for readers' browsers
        self.policy: str | None = None  # Python's address, for the policy of a page that has one
        self.serving = Serving()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is to be served to its author, or built for readers."""
        self.serving.begin(command)

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the options, set up theme and Markdown, watch the packages while serving."""
        self.root = Path(config.config_file_path).resolve().parent
        with refusing(OptionError):
            docs = Path(config.docs_dir).resolve()
            self.options = options_of(self.config, docs, self.root, config.nav)
        self.cache = self.root / self.options.cache
        mkdocs_theme.set_up(config, self.options)
        roots = [*filter(None, map(root_under_edit, self.options.packages))]
        config.watch += map(str, {PACKAGE, *roots})
        self.serving.refuse_taken_port(config)
        with refusing(pyodide.PyodideError):
            self.python = pyodide.python_for_readers(os.environ.get(pyodide.SETTING), roots)
        config.extra["run"] = self.python.attributes()
        self.policy = None if self.serving.is_on else self.python.address

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read every page of the book, begin to run its blocks, and offer them for download."""
        self.sections, self.exercises, self.figures = {}, {}, {}  # MkDocs keeps the plugin
        packages, assets = self.options.packages, self.options.assets
        refuse(strays(Path(config.docs_dir), assets))
        mkdocs_theme.adapt_assets(files, config, self.options)
        book, self.chapters = mkdocs_files.book_of(files, self.root, self.options)
        with refusing(OSError):
            settings = Path(config.config_file_path).read_text(encoding="utf-8")
            self.kept = Kept(self.cache / "pages", Dependencies(), settings, packages)
        refuse(book.sentences_of(page, self.kept) for page in book.chapters)
        self.titles, numbered = book.numbering.titles, book.numbering.numbered
        self.parts = BookParts(self.chapters, book.numbering, self.options)
        self.chapters = {uri: numbered(each) for uri, each in self.chapters.items()}
        every = self.chapters.values()
        if jupyter := config.plugins.get("mkdocs-jupyter"):
            self.jupyter_home = set_up(self.cache / "labs", self.config.timeout, every)
            jupyter.config["cache_dir"] = str(self.jupyter_home / "ran")
        runner = self.runner.enter_context(Runner(timeout=float(self.config.timeout)))
        self.proofs = Proofs(every, self.root, self.cache, runner)
        mkdocs_files.add_what_scripts_fetch(files, config, self.python, self.options.moving)
        mkdocs_files.add_downloads(files, config, self.chapters)
        return files

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Give every page one date: the bytes of the site must not depend on the day."""
        page.update_date = "1980-01-01"  # the date that compressed files without one have
        return page

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Prove a page and return it with its numbers; a lab is checked before it runs."""
        uri = page.file.src_uri
        if is_lab(uri):
            refuse([faults_of_cells(self.chapters[uri], self.kept)])
            self._prove(*self.chapters.values())  # no block may start where Jupyter runs
            self.jupyter.enter_context(jupyter_in(self.jupyter_home))
            return None
        self._prove(chapter := self.chapters[uri])
        mkdocs_files.add_drawings(files, config, uri, chapter, self.figures[chapter.path])
        keep_rendering(page, chapter, self.kept)
        return body_of(chapter)

    def on_page_content(
        self, content: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Check the rendered page and finish it, if what was made of it is not kept."""
        uri = page.file.src_uri
        if is_lab(uri):
            content = self._render_lab(content, page, config, files)
        chapter = self.chapters[uri]
        around, drawings = self.parts.around(page, files), self.figures[chapter.path]
        page.title = self.titles.get(chapter.path, page.title)
        page.meta["number"] = around.number

        depends = uri, chapter, content, page.url, drawings, around
        make = partial(finished, content, page, chapter, drawings, around)
        content, sections = json.loads(self.kept.text(uri, depends, make))
        self.sections[page.url] = [Section(**each) for each in sections]
        if around.number:
            self.exercises[page.url] = keys_of_exercises(chapter)
        return content

    @event_priority(-100)  # nothing is written into the page after this
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mark the languages of the theme's own words; say what browsers may load and run."""
        return finish_page(output, page.content or "", self.policy, self.options)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Do the same for pages that are not chapters, such as 404.html."""
        is_page = template_name.endswith(".html")
        return finish_page(output, "", self.policy, self.options) if is_page else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index of the search, and the exercises; every block has run by now."""
        self.runner.close()
        write_totals(Path(config.site_dir), self.exercises)
        write_index(Path(config.site_dir), self.sections, terms_of(self.chapters))

    def on_build_error(self, *, error: Exception) -> None:
        """Leave Jupyter's environment, if it was a lab that failed; run no more blocks."""
        self.jupyter.close()
        self.runner.close()

    def on_serve(self, server: LiveReloadServer, **_: Any) -> None:
        """Watch the packages under edit that the book imports."""
        for package in self.proofs.store.dependencies.packages:
            server.watch(str(package))

    def _prove(self, *chapters: Chapter) -> None:
        with refusing(ProofError):
            for chapter in chapters:
                self.figures[chapter.path] = self.proofs.figures_of(chapter, log.info)

    def _render_lab(self, notebook: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Return the content of a lab's page, of which this is the notebook that has run."""
        self.jupyter.close()
        uri = page.file.src_uri
        with refusing(LabError):
            lab, drawings = with_outputs(self.chapters[uri], notebook)
        self.chapters[uri], self.figures[lab.path] = lab, drawings
        mkdocs_files.add_drawings(files, config, uri, lab, drawings)
        page.markdown = "\n".join(lab.lines)
        render_page(page, self.kept, config, files)  # page.render is mkdocs-jupyter's
        return page.content or ""
