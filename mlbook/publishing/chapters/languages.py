"""The languages of a book: one, or two that say the same on every page."""

from __future__ import annotations

import re

Languages = tuple[str, ...]
ZH_EN: Languages = ("zh", "en")  # the pair whose numbers and names the press can compare in words
# By its code: how a language calls itself, and how English does.
NAMES = {
    "zh": ("中文", "Chinese"),
    "en": ("English", "English"),
    "de": ("Deutsch", "German"),
    "es": ("español", "Spanish"),
    "fr": ("français", "French"),
    "ja": ("日本語", "Japanese"),
    "ko": ("한국어", "Korean"),
}
HAN, KANA, HANGUL = "㐀-鿿", "ぁ-ゖァ-ヺー", "가-힣"
# The characters of languages that have their own; the others have letters.
CHARACTERS = {"zh": HAN, "ja": HAN + KANA, "ko": HAN + HANGUL}
UNSPACED = frozenset({"zh", "ja"})  # no spaces part their words

CODE = re.compile("[a-z]{2,3}")


def fault_of_languages(languages: Languages) -> str | None:
    """Say why a book cannot be in these languages; None if it can.

    Examples
    --------
    >>> from mlbook.publishing.chapters.languages import fault_of_languages
    >>> print(fault_of_languages(("de", "en")), fault_of_languages(("english",)), sep="; ")
    None; english is no code of a language, such as en
    """
    if len(languages) > 2 or len({*languages}) != len(languages) or not languages:
        return "a book is in one language, or in two different ones"
    for language in languages:
        if not CODE.fullmatch(language):
            return f"{language} is no code of a language, such as en"
    return None


def form_of(languages: Languages) -> str:
    """Return the form of a short text of a book: `中文 · English`, or `words` in one language.

    Examples
    --------
    >>> from mlbook.publishing.chapters.languages import form_of
    >>> form_of(("zh", "en")), form_of(("de", "nl")), form_of(("fr",))
    ('中文 · English', 'Deutsch · nl', 'words')
    """
    if len(languages) == 1:
        return "words"
    return " · ".join(map(own_name_of, languages))


def own_name_of(language: str) -> str:
    """Return how a language calls itself, or its code if the press knows no name."""
    return NAMES.get(language, (language,))[0]


def name_of(language: str) -> str:
    """Return the English name of a language, or its code if the press knows no name."""
    return NAMES.get(language, (language,))[-1]


def passage_of(language: str) -> str:
    """Return the line with which a passage in this language begins."""
    return f'<div lang="{language}" markdown>'
