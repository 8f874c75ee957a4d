"""The words of the press in the languages of a book.

The theme and the press write each of their words as `中文 · English`. In another book than one in
these two languages, what is written so becomes Chinese where the book is Chinese; elsewhere it is
what `Options.words` has for the English, or the English itself.
"""

from __future__ import annotations

import json
import re

from mlbook.publishing.chapters.bilingual import DOT, HAN, mark_languages
from mlbook.publishing.chapters.languages import ZH_EN
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.site.vocabulary import is_of_press

SPANS = re.compile(
    rf'<span lang="zh">([^<]*)</span><span class="dot">{DOT}</span><span lang="en">([^<]*)</span>'
)
NAMES = re.compile(rf'(?<==")([^"<>]*{HAN.pattern}[^"<>]*?){DOT}([^"<>]+)(?=")')  # in attributes
COUNTS = re.compile(r'data-zh="([^"]*)" data-en="([^"]*)"')  # of a fold: book.css shows one
ROOT = re.compile(r"<html\b")
MODES = re.compile(r"^.*data-read.*$", re.MULTILINE)  # lines of a style sheet
CODE = re.compile(r'(?<==")(?:zh|en)(?=")')
NO_WORDS = "const WORDS = {};"  # of elements.js
NOBODY = "-"  # in a book in one language, the language of the other mode


def in_words_of(html: str, options: Options) -> str:
    """Return HTML with the words of the press as a book has them.

    Examples
    --------
    >>> from mlbook.publishing.chapters.options import Options
    >>> from mlbook.publishing.site.wording import in_words_of
    >>> in_words_of('<a title="关 · Close">', Options(("de",), words={"de": {"Close": "Zu"}}))
    '<a title="Zu">'
    """
    if options.languages == ZH_EN:
        return html

    def spans(match: re.Match[str]) -> str:
        return marked(options.word(*match.groups()), options)

    def names(match: re.Match[str]) -> str:
        if not is_of_press(match[0]):
            return match[0]
        return DOT.join(dict.fromkeys(options.word(*match.groups())))

    def counts(match: re.Match[str]) -> str:
        words = options.word(*match.groups())
        return f'data-zh="{words[0]}" data-en="{words[-1]}"'

    return NAMES.sub(names, COUNTS.sub(counts, SPANS.sub(spans, html)))


def marked(words: tuple[str, ...], options: Options) -> str:
    """Return words, one for each language of a book, as HTML; what is the same in all, once."""
    if len({*words}) == 1:
        return words[0]
    return mark_languages(DOT.join(words), options.languages)


def marked_passages(words: tuple[str, ...], options: Options) -> str:
    """Return paragraphs, one for each language, as HTML; what is the same in all, once."""
    if len({*words}) == 1:
        return f"<div><p>{words[0]}</p></div>"
    pairs = zip(options.languages, words, strict=True)
    return "\n".join(f'<div lang="{language}"><p>{text}</p></div>' for language, text in pairs)


def script_of(script: str, options: Options) -> str:
    """Return a script of the theme, which has the words of the book if it is to choose among them.

    Examples
    --------
    >>> from mlbook.publishing.chapters.options import Options
    >>> from mlbook.publishing.site.wording import script_of
    >>> script_of("const WORDS = {};", Options(("de",), words={"de": {"Run": "Starten"}}))
    'const WORDS = {"de": {"Run": "Starten"}};'
    """
    words = {each: options.words[each] for each in options.languages if each in options.words}
    return script.replace(NO_WORDS, f"const WORDS = {json.dumps(words, ensure_ascii=False)};")


def with_root(html: str, options: Options) -> str:
    """Return a whole page that tells its scripts the languages of the book, if they are others."""
    if options.languages == ZH_EN:
        return html
    mode = f' data-reading="{options.languages[0]}"' if len(options.languages) == 1 else ""
    return ROOT.sub(f'<html data-languages="{" ".join(options.languages)}"{mode}', html, count=1)


def style_of(css: str, options: Options) -> str:
    """Return a style sheet of the theme, whose reading modes are those of the book.

    Examples
    --------
    >>> from mlbook.publishing.chapters.options import Options
    >>> from mlbook.publishing.site.wording import style_of
    >>> style_of('html[data-reading="zh"] body :is([lang="en"], .dot) {}', Options(("de", "en")))
    'html[data-reading="de"] body :is([lang="en"], .dot) {}'
    """
    first, second = (*options.languages, NOBODY)[:2]
    codes = {"zh": first, "en": second}
    return MODES.sub(lambda line: CODE.sub(lambda code: codes[code[0]], line[0]), css)
