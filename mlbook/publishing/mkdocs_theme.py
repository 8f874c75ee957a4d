"""What the press sets in ``mkdocs.yml`` for any book: Markdown, links, and how it looks."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.config_options import ExtraScript
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mlbook.publishing.chapters.languages import ZH_EN, own_name_of
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.notebooks.jupyter import RUNS_LABS
from mlbook.publishing.site.figures import moving_figures
from mlbook.publishing.site.wording import script_of, style_of

THEME = Path(__file__).parent / "theme"
MARKDOWN = "mlbook.publishing.site.extension"
STYLES = ("book", "navigation", "blocks", "pairs", "run", "search", "wide")
SCRIPTS = ("blocks", "search", "wide", "figures", "progress/begin")
# The theme measures a block once it is seen, and not all before the page answers.
FEATURES = ("content.lazy", "toc.follow")
CARD = "assets/card.png"  # the picture beside a link that is sent
ADAPTS = {".css": style_of, ".js": script_of}
KINDS_OF_LINKS = ("absolute_links", "anchors", "unrecognized_links")
MOVING = "assets/moving/"


def set_up(config: MkDocsConfig, options: Options) -> None:
    """Let MkDocs read the Markdown of the press, whether or not ``mkdocs.yml`` names it.

    MkDocs warns of links that lead nowhere, which it would only mention, and mkdocs-jupyter runs
    the labs. Material for MkDocs gets templates, styles and scripts of the press; another theme
    keeps its own.
    """
    if MARKDOWN not in config.markdown_extensions:
        config.markdown_extensions.append(MARKDOWN)
    languages, figures = [*options.languages], options.figures
    config.mdx_configs[MARKDOWN] = {"languages": languages, "figures": figures}

    links = config.validation.links
    for kind in KINDS_OF_LINKS:
        links[kind] = logging.WARNING if links[kind] == logging.INFO else links[kind]
    if jupyter := config.plugins.get("mkdocs-jupyter"):
        jupyter.config.update(RUNS_LABS)
    if config.theme.name == "material":
        _set_up_theme(config, options)


def _set_up_theme(config: MkDocsConfig, options: Options) -> None:
    theme = config.theme
    theme.dirs.insert(1 if theme.custom_dir else 0, str(THEME))
    theme.static_templates.add("robots.txt")
    theme["font"] = False  # no request to a font server
    theme["palette"] = {}  # light and dark are the book's own: assets/scheme.js says why
    theme["features"] = [*dict.fromkeys([*FEATURES, *theme["features"]])]
    if options.languages == ZH_EN:
        theme["language"] = "zh-en"
    else:
        known = [each for each in options.languages if _is_known(theme.dirs, each)] or ["en"]
        theme["language"], theme["languages"] = known[0], known
        theme["reading"] = [(each, own_name_of(each)) for each in options.languages]
    config.extra_css[:0] = [f"assets/{name}.css" for name in STYLES]
    scripts = ({"path": f"assets/{name}.js", "type": "module"} for name in SCRIPTS)
    config.extra_javascript[:0] = map(ExtraScript().run_validation, scripts)
    config.extra |= {
        "moving": moving_figures() if options.moving else [],
        "card": (Path(config.docs_dir) / CARD).is_file(),
    }


def adapt_assets(files: Files, config: MkDocsConfig, options: Options) -> None:
    """Leave out the figures of another book; let styles and scripts know languages and words."""
    for file in [*files]:
        if Path(file.abs_src_path or "").is_relative_to(THEME):
            if file.src_uri.startswith(MOVING) and not options.moving:
                files.remove(file)
            elif options.languages != ZH_EN and (adapt := ADAPTS.get(Path(file.src_uri).suffix)):
                content = adapt(file.content_string, options)
                files.remove(file)
                files.append(File.generated(config, file.src_uri, content=content))


def _is_known(dirs: list[str], language: str) -> bool:
    """Say whether the theme has its words in a language."""
    return any(Path(each, f"partials/languages/{language}.html").is_file() for each in dirs)
