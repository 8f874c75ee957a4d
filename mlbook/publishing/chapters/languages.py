"""The languages of a book: one, or two that say the same on every page."""

from __future__ import annotations

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
}


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
