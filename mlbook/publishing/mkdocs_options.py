"""The options of the press, as ``mkdocs.yml`` has them for both plugins."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.utils.yaml import yaml_load

from mlbook.publishing.chapters.languages import fault_of_languages
from mlbook.publishing.chapters.options import OPTIONS, Options, entries_of
from mlbook.publishing.checking.language import SPELLINGS
from mlbook.publishing.running.runner import DEFAULT_TIMEOUT

FOLDER = re.compile(r"[\w-]+(?:/[\w-]+)*")


class OptionError(Exception):
    """An option that the press cannot follow."""


class PressOptions(Config):
    """The plugin's options in ``mkdocs.yml``; `Options` says what they are."""

    timeout = config_options.Type((int, float), default=DEFAULT_TIMEOUT)
    cache = config_options.Type(str, default=OPTIONS.cache)
    languages = config_options.ListOfItems(config_options.Type(str), default=["zh", "en"])
    figures = config_options.Type(str, default="figures")
    words = config_options.Type(dict, default={})
    spelling = config_options.Choice([*SPELLINGS], default="")
    assets = config_options.ListOfItems(config_options.Type(str), default=[])
    how = config_options.Type(str, default="")
    foot = config_options.Type(dict, default={})
    notebook = config_options.Type(dict, default={})
    packages = config_options.ListOfItems(config_options.Type(str), default=[])
    moving = config_options.Type(bool, default=False)


def options_of(config: PressOptions, docs: Path, root: Path, nav: object = None) -> Options:
    """Return the options of a book.

    Parameters
    ----------
    config : PressOptions
    docs, root : Path
        The folder of the pages, and that of ``mkdocs.yml``.
    nav : list, optional
        As ``mkdocs.yml`` has it.

    Raises
    ------
    OptionError
        If one of them cannot be followed, with what to write in its place.
    """
    if not docs.is_relative_to(root):
        raise OptionError(f"docs_dir is {docs}, outside of {root}: move it beside mkdocs.yml")
    if fault := fault_of_languages((*config.languages,)):
        raise OptionError(f"languages is {config.languages}: {fault}")
    if not FOLDER.fullmatch(config.figures):
        message = "name a folder beside the page, such as figures"
        raise OptionError(f"figures is {config.figures!r}: {message}")
    for name in config.packages:
        if find_spec(name) is None:
            raise OptionError(f"packages has {name}, which cannot be imported: install it first")
    for name in config.foot.values():
        try:
            version(name)
        except PackageNotFoundError:
            message = "of which no version is known: name a distribution that is installed"
            raise OptionError(f"foot has {name}, {message}") from None
    given = {each.name: config[each.name] for each in fields(Options) if each.name in config}
    frozen: dict[str, Any] = {
        name: (*value,) if isinstance(value, list) else value for name, value in given.items()
    }
    folder = docs.relative_to(root).as_posix()
    return Options(docs=folder, nav=(*entries_of(nav),), **frozen)


def read_options(root: Path) -> Options:
    """Return the options of the book whose ``mkdocs.yml`` is in `root`; the usual ones without it.

    Raises
    ------
    OptionError
        If ``mkdocs.yml`` has options that MkDocs would not take, or that cannot be followed.
    """
    settings = root / "mkdocs.yml"
    if not settings.exists():
        return OPTIONS
    loaded: dict[str, Any] = yaml_load(settings.read_text(encoding="utf-8")) or {}
    config = PressOptions()
    for plugin in loaded.get("plugins") or ():
        if isinstance(plugin, dict) and plugin.get("mlbook"):
            config.load_dict(plugin["mlbook"])
    errors, warnings = config.validate()
    if faults := [f"mkdocs.yml, option {name}: {error}" for name, error in (*errors, *warnings)]:
        raise OptionError("\n".join(faults))
    return options_of(config, root / loaded.get("docs_dir", "docs"), root, loaded.get("nav"))
