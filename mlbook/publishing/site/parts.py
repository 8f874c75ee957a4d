"""A paragraph, an item or a cell of a passage says what its twin says.

It is written in its language, has the numbers, formulas, code and addresses of its twin, and about
its length. What cannot be compared is what the words mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from mlbook.publishing.chapters.bilingual import HAN, SENTENCE, fault_of_script, lost
from mlbook.publishing.chapters.languages import CHARACTERS, ZH_EN, Languages, name_of
from mlbook.publishing.checking.twin_numbers import disagreement
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element, Piece

LATIN = re.compile("[A-Za-z]")
# One of these is in nearly every English sentence, and in hardly any of another language.
ENGLISH = re.compile(
    r"(?i)\b(?:a|and|any|are|as|be|by|does|first|for|from|has|how|is|it|not|of|that|the|this|to|with)\b"
)
TEXTS, ADDRESSES = ("title", "alt"), ("href", "src", "start")  # attributes
WORDS = re.compile(r"\\text\{([^}]*)\}")
NUMBER = re.compile(r"\\\((?P<value>-?\d[\d.,{}]*)\\?(?P<percent>%?)\\\)")  # as $0.9$


@dataclass
class Part:
    """The words of a part, without those that it quotes from the other language; and all else."""

    text: str = ""
    same: Counter[str] = field(default_factory=Counter)
    suffix: str = ""  # of the ids of tables
    quotes: bool = False  # words of the other language

    @property
    def beginning(self) -> str:
        """The first words."""
        return " ".join(self.text.split())[:60]

    def add(self, piece: Piece) -> None:
        """Add a text or a tag."""
        enclosing = list(piece.enclosing())
        languages = {each.attributes["lang"][:2] for each in enclosing if "lang" in each.attributes}
        text = " "
        if isinstance(piece, Element):
            seen = piece.attributes
            addresses = (seen[name] for name in ADDRESSES if name in seen)
            self.same.update(
                each.removesuffix(self.suffix) if "#table-" in each else each for each in addresses
            )
            text = " ".join(["", *(seen[name] for name in TEXTS if name in seen), ""])
        elif any(each.tag == "code" for each in enclosing):
            self.same[f"`{piece.text}`"] += 1
        elif any("arithmatex" in each.classes for each in enclosing):
            text = "; ".join(["", *WORDS.findall(piece.text), ""])
            formula = "".join(WORDS.sub("", piece.text).split())
            if number := NUMBER.fullmatch(formula):
                text = f" {number['value'].replace('{,}', ',')}{number['percent']} "
            else:
                self.same[formula] += 1
        elif len(languages) < 2:
            text = piece.text
        else:
            self.quotes = True
        self.text += text


def parts_of(page: Page, passage: Element, blocks: Collection[str], suffix: str = "") -> list[Part]:
    """Return the parts of a passage, one for itself and one for each block inside it.

    The ids of tables have a `suffix` in the second language of a book.
    """
    parts: dict[Piece, Part] = {passage: Part(suffix=suffix)}
    for piece in page.inside(passage):
        if isinstance(piece, Element) and piece.tag in blocks:
            parts[piece] = Part(suffix=suffix)
        innermost = next(each for each in (piece, *piece.enclosing()) if each in parts)
        parts[innermost].add(piece)
    return list(parts.values())


def fault_of_parts(zh: Part, en: Part, languages: Languages = ZH_EN) -> str | None:
    """Say in what a part and its twin differ; None where they say the same."""
    if languages != ZH_EN:
        return _fault_of_any(zh, en, languages)
    if sentence := SENTENCE.search(zh.text):
        return f"English stands in the Chinese block: {sentence[0]}"
    if HAN.search(en.text):
        return "the English block holds Chinese characters"
    is_chinese, is_english = HAN.search(zh.text), LATIN.search(en.text)
    if is_chinese and not is_english:
        return "the English block has no English for this Chinese"
    if len(re.findall("[A-Za-z]+", en.text)) > 10 and not ENGLISH.search(en.text):
        return f"this is no English: {en.beginning}"
    is_name = zh.text.split() == en.text.split() and not ENGLISH.search(en.text)
    if is_english and not is_chinese and not is_name:
        return "the Chinese block has no Chinese for this English"
    if numbers := disagreement(zh.text, en.text):
        return f"the twins have other numbers: {numbers}"
    return (lost(zh.text, en.text) if is_chinese else "") or _only(zh, en) or None


def _fault_of_any(first: Part, second: Part, languages: Languages) -> str | None:
    """Say in what two parts differ, whatever their languages are: the press does not know words."""
    one, other = languages
    fault = _fault_of_words(first, second, one, other) or _fault_of_words(second, first, other, one)
    if fault:
        return fault
    if numbers := disagreement(first.text, second.text, languages):
        return f"the twins have other numbers: {numbers}"
    return _only(first, second) or None


def _fault_of_words(part: Part, twin: Part, language: str, other: str) -> str | None:
    """Say that a part has no words of its language, as far as their characters tell."""
    name, own = name_of(language), CHARACTERS.get(language)
    if not part.text.strip() and twin.text.strip() and not part.quotes:
        return f"the {name} block has no words here"
    is_same = part.text.split() == twin.text.split()  # a name, or not translated yet
    is_latin = LATIN.search(part.text) and LATIN.search(twin.text) and not is_same
    if own and is_latin and not re.search(f"[{own}]", part.text):
        return f"the {name} block has no {name} here"
    return fault_of_script(part.text, language, other)


def _only(first: Part, second: Part) -> str:
    found = [*(first.same - second.same).elements(), *(second.same - first.same).elements()]
    return f"only one of the twins has {', '.join(found)}" if found else ""
