"""The sections of a finished page, as the search finds and shows them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field

from mlbook.publishing.chapters.languages import ZH_EN, Languages
from mlbook.publishing.checking.kept import Kept
from mlbook.publishing.search.words import name, words
from mlbook.publishing.site.html import Element, End, Page, Piece

HEADINGS = ("h1", "h2", "h3")
LEFT_OUT = frozenset("script style button footer summary".split())
LEFT_OUT_CLASSES = frozenset(
    "headerlink offers start written dot formula doc-source gutter number".split()
)
FORMULA = "\ufffc"  # stands in a text for the formula whose turn it is
DEFINED = re.compile(r"^\s*(?:def|class) (\w+)", re.MULTILINE)
TITLE, CODE = 4, 0.2  # how much a word in a title counts, or that code defines; and one of code
IN_LINE = frozenset("a abbr b code em i kbd math span strong sub sup".split())
PREFIX = re.compile(r"(第 \d+ 章|附录 [A-Z]|选读：|(Chapter \d+|Appendix [A-Z]|Optional):)\s*")


@dataclass
class Section:
    """A heading with all that stands under it before the next one.

    Attributes
    ----------
    id : str
        Of the heading; empty for the beginning of a page.
    titles, texts : list of str
        In the two languages of the book; twice the same in a book in one.
    formulas : list of list of str
        The MathML that each text has `FORMULA` for.
    names : list of str
        Its titles as `words.name` gives them: who types one looks for this section.
    counts : dict of str to float
        How often each word stands in it; code counts less than text.
    """

    id: str
    titles: list[str] = field(default_factory=lambda: ["", ""])
    texts: list[str] = field(default_factory=lambda: ["", ""])
    formulas: list[list[str]] = field(default_factory=lambda: [[], []])
    names: list[str] = field(default_factory=list)
    counts: dict[str, float] = field(default_factory=dict)


def sections_of(content: str, languages: Languages = ZH_EN) -> list[Section]:
    """Return the sections of the content of a page.

    Examples
    --------
    >>> from mlbook.publishing.search.sections import sections_of
    >>> _, section = sections_of('<h2 id="one">Entropy</h2><p>One <b>bit</b>.</p>')
    >>> section.id, section.titles, section.texts
    ('one', ['Entropy', 'Entropy'], ['One bit.', 'One bit.'])
    """
    page = Page(content)
    readers = [_Reader(page, "", languages)]
    heading: Element | None = None
    for piece in page.pieces:
        if isinstance(piece, Element) and piece.tag in HEADINGS:
            heading = piece
            if piece.tag != "h1":
                readers.append(_Reader(page, piece.attributes.get("id", ""), languages))
        elif isinstance(piece, End) and piece.element is heading:
            heading = None
        else:
            readers[-1].read(piece, heading is not None)
    return [reader.done() for reader in readers]


def kept_sections(
    kept: Kept, uri: str, content: str, languages: Languages = ZH_EN
) -> list[Section]:
    """Return the sections of the content of the page `uri`, which are kept from build to build."""

    def written() -> str:
        sections = sections_of(content, languages)
        return json.dumps([asdict(each) for each in sections], ensure_ascii=False)

    return [Section(**each) for each in json.loads(kept.text(f"{uri} sections", content, written))]


def _is_left_out(element: Element) -> bool:
    asks = element.tag == "summary" and element.parent and "question" in element.parent.classes
    return (element.tag in LEFT_OUT and not asks) or bool(LEFT_OUT_CLASSES & {*element.classes})


class _Reader:
    """Gathers a section from the pieces of a page, of which it is told one after the other."""

    def __init__(self, page: Page, anchor: str, languages: Languages) -> None:
        self.page = page
        self.languages = languages if len(languages) == 2 else ()  # one needs no marks
        self.section = Section(anchor)
        self.code: list[str] = []

    def read(self, piece: Piece, is_title: bool) -> None:
        around = [*piece.enclosing()]
        if any(map(_is_left_out, around)):
            return
        classes = {name for each in around for name in each.classes}
        if "highlight" in classes:
            if "language-python" in classes:
                self.code.append(piece.text)
            return
        marks = (each.attributes.get("lang") for each in around)
        language = next((mark for mark in marks if mark in self.languages), None)
        into = self.section.titles if is_title else self.section.texts
        for at in range(2) if language is None else [self.languages.index(language)]:
            if isinstance(piece, Element) and piece.tag == "math":
                self.section.formulas[at].append(self._source(piece))
                into[at] += FORMULA
            elif not any(each.tag == "math" for each in around):
                into[at] += self._text(piece)

    def done(self) -> Section:
        """Return the section, its words counted."""
        section = self.section
        section.titles = [" ".join(title.split()) for title in section.titles]
        section.texts = [" ".join(text.split()) for text in section.texts]
        bare = dict.fromkeys(PREFIX.sub("", title) for title in section.titles)
        section.names = list(dict.fromkeys(filter(None, map(name, bare))))
        self._count(" ".join(bare), TITLE)
        for text in dict.fromkeys(section.texts):
            self._count(text, 1)
        code = "".join(self.code)
        self._count(code, CODE)
        self._count(" ".join({*DEFINED.findall(code)}), TITLE)
        return section

    def _source(self, element: Element) -> str:
        return "".join(
            each.source for each in self.page.pieces[element.first - 1 : element.last + 1]
        )

    def _text(self, piece: Piece) -> str:
        if not isinstance(piece, Element | End):
            return piece.text
        tag = (piece if isinstance(piece, Element) else piece.element).tag
        return "" if tag in IN_LINE else " "

    def _count(self, text: str, weight: float) -> None:
        counts = self.section.counts
        for word in words(text):
            if len(word) > 1 or word > "z":  # no single letters of formulas and of code
                counts[word] = counts.get(word, 0) + weight
