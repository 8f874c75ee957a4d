"""Reads elements of one line: images, headings, titles of containers, `中文 · English`."""

from __future__ import annotations

import re
from dataclasses import replace

from mlbook.publishing.chapters.bilingual import fault_of_bilingual, is_neutral
from mlbook.publishing.chapters.chapter import Heading, Image
from mlbook.publishing.chapters.cursor import Cursor
from mlbook.publishing.chapters.fences import HIDDEN_FENCE
from mlbook.publishing.chapters.languages import Languages, form_of, passage_of

IMAGE = re.compile(r"!\[(?P<caption>.*)\]\((?P<target>\S+)\)(?:\{[^}]*\})?")
HEADING = re.compile(r"(?P<marks>#{1,6}) +(?P<text>.*?)(?: +\{ *#(?P<id>[a-z0-9-]+) *\})?")
CONTAINER = re.compile(r'(?:!!!|\?\?\?\+?|===[+!]?) *(?:[\w -]*?)"(?P<title>.*)"')
ITEM = re.compile(r"(?:[-*+]|\d+\.) +(?P<text>.*)")
REFERENCE = re.compile(r"::: (?P<name>[A-Za-z_]\w*(?:\.\w+)+)")
QUOTED = re.compile(r'<span class="quoted" title="[^"]+">.*?</span>')  # in whatever language it is
NO_PROSE = re.compile(r"-{3,}|\[TOC\]|\[[^\]^]+\]: *\S+|</?[a-z]+(?: [^>]*)?/?>")


def target_in(folder: str) -> str:
    """Return a regular expression for the images that blocks draw, which are in `folder`."""
    return rf"(?P<stem>{re.escape(folder)}/(?P<name>[a-z0-9-]+))\.svg"


def read_image(cursor: Cursor, match: re.Match[str], indent: int) -> None:
    """Read an image, a match of `IMAGE`: the figure that the block above it draws."""
    folder = cursor.chapter.options.figures
    drawn = re.fullmatch(target_in(folder), match["target"])
    name = drawn["name"] if drawn else None
    image = Image(cursor.index + 1, indent, match["caption"], match["target"], name)
    cursor.chapter.images.append(image)
    _check_bilingual(cursor, "caption", image.caption)
    if not image.figure:
        cursor.refuse(f"a figure is named {folder}/lower-case-words.svg, not {image.target}")
    elif cursor.pairable is None or cursor.pairable.image:
        cursor.refuse(f"no block draws {image.target}: an image follows its block at once")
    else:
        cursor.complete(replace(cursor.pairable, image=image))


def read_line(cursor: Cursor, element: str, indent: int) -> None:
    """Read a line that is neither an image nor the first line of a block or a passage.

    Parameters
    ----------
    cursor : Cursor
    element : str
        The line, without the spaces around it.
    indent : int
        The number of spaces before it.
    """
    if heading := HEADING.fullmatch(element):
        _read_heading(cursor, heading)
    elif container := CONTAINER.fullmatch(element):
        cursor.containers.append(indent + 4)
        if container["title"]:
            _check_bilingual(cursor, "title", container["title"])
    elif item := ITEM.fullmatch(element):
        cursor.containers.append(indent + 4)
        _check_visible(cursor, item["text"])
    elif reference := REFERENCE.fullmatch(element):
        cursor.chapter.references.append(reference["name"])
    elif not NO_PROSE.fullmatch(element):
        _check_visible(cursor, element)


def _read_heading(cursor: Cursor, match: re.Match[str]) -> None:
    heading = Heading(cursor.index + 1, len(match["marks"]), match["text"], match["id"])
    cursor.chapter.headings.append(heading)
    _check_bilingual(cursor, "heading", heading.text)
    if heading.level > 1 and not heading.id:
        cursor.refuse("the heading has no id: end it with {#words-in-english}")


def _check_bilingual(cursor: Cursor, name: str, text: str) -> None:
    if fault := fault_of_bilingual(text, cursor.chapter.languages):
        cursor.refuse(f"the {name} is not `{form_of(cursor.chapter.languages)}`: {fault}")


def _check_visible(cursor: Cursor, element: str) -> None:
    languages, folder = cursor.chapter.languages, cursor.chapter.options.figures
    form = form_of(languages)
    if HIDDEN_FENCE.match(element):
        cursor.refuse("a fence begins on a line of its own")
    elif f"]({folder}/" in element:
        cursor.refuse(f"a figure stands alone on its line, ![{form}]({folder}/name.svg)")
    elif "lang=" in element:
        line = passage_of(languages[0])
        cursor.refuse(f"a language block begins with {line}, alone on its line")
    elif fault := _text_in_one_language(element, languages):
        where = "text outside a language block is" if len(languages) == 2 else "text is"
        cursor.refuse(f"{where} `{form}` or has no words: {fault}")


def _text_in_one_language(element: str, languages: Languages) -> str | None:
    cells = element.strip("|").split("|") if element.startswith("|") else [element]
    for cell in cells:
        visible = re.sub(r"<[^>]+>", "", QUOTED.sub("", cell)).strip()
        if not is_neutral(visible) and (fault := fault_of_bilingual(visible, languages)):
            return fault
    return None
