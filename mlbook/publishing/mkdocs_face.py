"""The press as MkDocs sees it: a plugin that reads, draws and checks when the site is built."""

from __future__ import annotations

from pathlib import Path
from posixpath import dirname, relpath

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mlbook.publishing.bilingual import fault_of_twins
from mlbook.publishing.chapter import Chapter
from mlbook.publishing.drawing import PACKAGE, DrawingError, draw
from mlbook.publishing.execution import DEFAULT_TIMEOUT, Runner
from mlbook.publishing.figures import for_dark_pages
from mlbook.publishing.mathematics import FormulaError, with_mathml
from mlbook.publishing.page import (
    PageError,
    check_blocks,
    marked_source,
    with_figures,
    with_languages,
)
from mlbook.publishing.reading import parse_chapter, read_chapter

FOLDER = "chapters/figures"  # where the drawings are in the site


class PressOptions(Config):
    """The plugin's options in ``mkdocs.yml``."""

    timeout = config_options.Type((int, float), default=DEFAULT_TIMEOUT)
    cache = config_options.Type(str, default=".cache/mlbook/figures")


class Press(BasePlugin[PressOptions]):
    """Reads every page, draws its figures, and refuses what is not as the page says."""

    def __init__(self) -> None:
        self.root = Path()
        self.chapters: dict[str, Chapter] = {}
        self.figures: dict[str, str] = {}

    def on_config(self, config: MkDocsConfig) -> None:
        """Find the root of the project, and watch the package while serving."""
        self.root = Path(config.config_file_path).resolve().parent
        config.watch.append(str(PACKAGE))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read every page of the book, and draw what is to be drawn."""
        self.chapters = {
            page.src_uri: read_chapter(Path(page.abs_src_path or ""), self.root)
            for page in files.documentation_pages()
        }
        self._refuse_faulty()
        with Runner(timeout=float(self.config.timeout)) as runner:
            try:
                self.figures = draw(
                    self.chapters.values(), self.root, self.root / self.config.cache, runner
                )
            except DrawingError as error:
                raise PluginError(str(error)) from None
        for name, svg in self.figures.items():
            for suffix, content in (("", svg), (".dark", for_dark_pages(svg))):
                uri = f"{FOLDER}/{name}{suffix}.svg"
                files.append(File.generated(config, uri, content=content))
        return files

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Mark twins, headings and figures in the page's Markdown."""
        return marked_source(parse_chapter(markdown))

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Check the rendered blocks; put in formulas and figures."""
        chapter = self.chapters[page.file.src_uri]
        try:
            check_blocks(chapter, html)
            html = with_mathml(html)
        except PageError as error:
            raise PluginError(str(error)) from None
        except FormulaError as error:
            raise PluginError(f"{chapter.path}: {error}") from None
        folder = relpath(FOLDER, dirname(page.url) or ".")
        return with_figures(html, self.figures, f"{folder}/")

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mark the languages of the theme's own words."""
        return with_languages(output)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Do the same for pages that are not chapters, such as 404.html."""
        return with_languages(output) if template_name.endswith(".html") else output

    def _refuse_faulty(self) -> None:
        faults = [
            f"{chapter.where(problem.line)}: {problem.message}"
            for chapter in self.chapters.values()
            for problem in chapter.problems
        ]
        faults += [
            fault
            for chapter in self.chapters.values()
            for twins in chapter.twins
            if (fault := fault_of_twins(chapter, twins))
        ]
        if faults:
            raise PluginError("\n".join(faults))
