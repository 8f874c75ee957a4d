"""Each language of a page is written as its readers write it: terms, spelling, signs and spaces.

Quotations and addresses are left out; code and formulas count as a Latin word. The press knows what
Chinese and English look like; of other languages it compares what is the same in both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from mlbook.publishing.chapters.bilingual import DOT, HAN, fault_of_bilingual, is_neutral, lost
from mlbook.publishing.chapters.chapter import Chapter, Fence, Problem, Twins
from mlbook.publishing.chapters.languages import CHARACTERS, ZH_EN, Languages, form_of
from mlbook.publishing.chapters.numbering import REFERENCE
from mlbook.publishing.checking.twin_numbers import disagreement

QUOTED = re.compile(r'<(\w+)[^>]*(?:class="quoted"|lang="\w+-\w+")[^>]*>.*?</\1>')
WORD = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|\$\$.+?\$\$|\$[^$]+\$|https?://\S+", re.DOTALL)
SAME = re.compile(rf"{WORD.pattern}|\]\([^)\s]*\)", re.DOTALL)  # in both languages
LINK = re.compile(rf"!?\[([^\[\]]*{DOT}[^\[\]]*)\]\([^)\s]*\)")  # around both languages
MARKUP = re.compile(
    r"""^[ ]*(?:[!?`]{3}|===)[^"\n]*" | ^\[\^\w+\]: | ^[ ]*\d+\.[ ] | ^\w+:[ ]*" | "$
      | \]\([^)]*\) | <[^>]+> | [ ]\{\#table-[^}]*\} | \{[^}]*\} | [*\[\]\\] | !(?=\[)""",
    re.MULTILINE | re.VERBOSE,
)
NO_PROSE = re.compile(r"\s*(?:\||:::|\[|!!!|\?\?\?|===|<|---)")  # of a book in one language
SHOWN_IN_FRONT = "title", "subtitle", "description"  # of the front matter
H, J = HAN.pattern, f"(?!图)[{CHARACTERS['ja']}]"  # 图 is a reference: see _plain
FAULTS = {
    "zh": {
        rf"{H}[A-Za-z0-9]|[A-Za-z0-9%]{H}": "a space parts Chinese from Latin letters and digits",
        rf"{H}[,.;:!?()'\"]|[,;:!?()'\"]{H}|\"": "Chinese has full-width punctuation and “quotes”",
        rf"{H} +{H}|{H} +[，。；：！？、（）“”]": "no space goes after this character",
        r"[A-Za-z]{2}[.!?](?:\s|$)": "a Chinese sentence ends with 。",
        r"[，。；：！？、]{2,}|\.{3}": "one sign is enough, and an ellipsis is ……",
    },
    "en": {
        " -- ": "a dash is — or –",
        r"[，。；：！？、（）“”‘’]": "English has half-width punctuation and straight quotes",
        r"\w [,;:!?](?=\s|$)|[,;:!?]{2}|(?<!\.)\.\.(?!\.)": "one sign follows its word at once",
        r"\b(?P<word>an?|and|for|in|is|of|the|to|with) (?P=word)\b": "a word stands here twice",
    },
}
FAULTS["ja"] = {
    rf"{J}[,.;!?](?=\s|$|{J})": "Japanese has full-width punctuation",
    rf"{J} +{J}|{J} +[、。「」（）]": "no space goes after this character",
    "[、。]{2,}": "one sign is enough",
}
FAULTS["ko"] = {
    "[，。；：！？、]": "Korean has half-width punctuation",
    r"\w [,;:!?](?=\s|$)|[,;:!?]{2}": "one sign follows its word at once",
}
SPELLINGS = {  # of English, by what `mkdocs.yml` calls them
    "": {},
    "british": {
        r"""(?xi)\b(?: (?!(?:caps|pr|res|s|se)iz)[a-z]+iz(?:e|es|ed|er|ers|ing|able|ations?)
            | (?:anal|catal|paral)yz\w+
            | (?:arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rig|rum|sav|tum|vap|vig)or
                (?:s|ed|ing|able|al|ful|hoods?|ites?|less)?
            | (?:center|fiber|liter|theater|(?:centi|kilo|milli|nano)?meter)(?:s|ed|ing)?
            | (?:cancel|channel|fuel|label|level|model|signal|total|travel)(?:ed|er|ers|ing)
            | (?:analog|catalog|dialog|math|artifact|defense|offense|fulfill|enroll|aluminum)s?
            | gray|grayscale|skillful|gotten|toward)\b""": "write as the British do",
    },
}


def faults_of_language(chapter: Chapter, rejected: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what no textbook of the language would print.

    Parameters
    ----------
    chapter : Chapter
    rejected : mapping
        Chinese words that the book does not use, and the term of its glossary for each.
    """
    faults = FAULTS | {"en": FAULTS["en"] | SPELLINGS[chapter.options.spelling]}
    for line, language, text in texts(chapter):
        for pattern, remedy in faults.get(language, {}).items():
            if found := re.search(pattern, text):
                around = text[max(0, found.start() - 8) : found.end() + 8]
                yield Problem(line, f"{remedy}: {around}")
        if language == "zh":
            words = (word for word in rejected if word in text)
            yield from (Problem(line, f"write {rejected[word]}, not {word}") for word in words)
    for name in (each for each in SHOWN_IN_FRONT if each in chapter.meta):
        short = str(chapter.meta[name])
        if not is_neutral(short) and (fault := fault_of_bilingual(short, chapter.languages)):
            lines = (at for at, text in enumerate(chapter.lines, 1) if text.startswith(f"{name}:"))
            message = f"the {name} is not `{form_of(chapter.languages)}`: {fault}"
            yield Problem(next(lines, 1), message)
    for line, zh, en in _short_texts(chapter):
        if fault := _difference(zh, en, chapter.languages):
            yield Problem(line, f"the two languages do not say the same: {fault}")


def texts(chapter: Chapter) -> Iterator[tuple[int, str, str]]:
    """Yield the prose by lines: number, language, and the text without its markup."""
    languages = chapter.languages
    if len(languages) == 1:
        for number, text in enumerate(chapter.without_fences(), 1):
            if number > chapter.front_lines and not NO_PROSE.match(text):
                yield number, languages[0], _plain(text)
        return
    for twins in chapter.twins:
        for language, (line, passage) in zip(languages, twins.sides, strict=True):
            for number, text in enumerate(_plain(passage).split("\n"), line + 1):
                yield number, language, text
    for number, *halves in _short_texts(chapter):
        for language, half in zip(languages, halves, strict=True):
            yield number, language, _plain(half)


def _short_texts(chapter: Chapter) -> Iterator[tuple[int, str, str]]:
    """Yield the two halves of each `中文 · English`, with its line; a book may have none."""
    diagnoses = [block.output for block in chapter.blocks if block.role == "wrong"]
    fences = (each for each in chapter.fences if each not in diagnoses)
    parts: list[Fence | Twins] = [*fences, *chapter.twins]
    inside = {number for part in parts for number in range(part.line + 1, part.last + 1)}
    for number, text in enumerate(chapter.lines, 1):
        for cell in LINK.sub(r"\1", text).split("|") if number not in inside else ():
            if len(chapter.languages) == 2 and cell.count(DOT) == 1:
                zh, en = cell.split(DOT)
                yield number, zh, en


def _difference(zh: str, en: str, languages: Languages) -> str:
    """Say what only one half of a short text has: a name, a number, a formula, code, an address."""
    of_zh, of_en = (Counter(match[0] for match in SAME.finditer(half)) for half in (zh, en))
    only = [*(of_zh - of_en).elements(), *(of_en - of_zh).elements()]
    zh, en = (MARKUP.sub("", WORD.sub(" ", half)) for half in (zh, en))
    missing = lost(zh, en) if languages == ZH_EN else ""
    differing = missing or disagreement(zh, en, languages)
    return differing or (f"only one has {', '.join(only)}" if only else "")


def _plain(text: str) -> str:
    """Return a text without its markup; code, formulas and quotations are the word x.

    A reference will begin with a Chinese character in Chinese, and with a letter in English.
    """
    text = QUOTED.sub("x", text)
    text = REFERENCE.sub(
        lambda found: "图" + found["space"] * (not HAN.match(text, found.end())), text
    )
    return MARKUP.sub("", WORD.sub(_as_word, text))


def _as_word(match: re.Match[str]) -> str:
    return "x" + "\n" * match[0].count("\n")
