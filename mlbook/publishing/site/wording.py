"""The words of the press in the languages of a book.

The theme and the press write each of their words as `中文 · English`. In another book than one in
these two languages, what is written so becomes Chinese where the book is Chinese; elsewhere it is
what `Options.words` has for the English, or the English itself.
"""

from __future__ import annotations

import re

from mlbook.publishing.chapters.bilingual import DOT, HAN, mark_languages
from mlbook.publishing.chapters.languages import ZH_EN
from mlbook.publishing.chapters.options import Options

SPANS = re.compile(
    rf'<span lang="zh">([^<]*)</span><span class="dot">{DOT}</span><span lang="en">([^<]*)</span>'
)
BLOCKS = re.compile(r'<div lang="zh">(.*?)</div>\s*<div lang="en">(.*?)</div>', re.DOTALL)
NAMES = re.compile(rf'(?<==")([^"<>]*{HAN.pattern}[^"<>]*?){DOT}([^"<>]+)(?=")')  # in attributes
COUNTS = re.compile(r'data-zh="([^"]*)" data-en="([^"]*)"')  # of a fold: book.css shows one
ROOT = re.compile(r"<html\b")
MODES = re.compile(r"^.*data-read.*$", re.MULTILINE)  # lines of a style sheet
CODE = re.compile(r'(?<==")(?:zh|en)(?=")')
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
        words = options.word(*match.groups())
        if len({*words}) == 1:
            return words[0]
        return mark_languages(DOT.join(words), options.languages)

    def blocks(match: re.Match[str]) -> str:
        words = options.word(*match.groups())
        if len({*words}) == 1:
            return f"<div>{words[0]}</div>"
        pairs = zip(options.languages, words, strict=True)
        return "\n".join(f'<div lang="{language}">{text}</div>' for language, text in pairs)

    def names(match: re.Match[str]) -> str:
        return DOT.join(dict.fromkeys(options.word(*match.groups())))

    def counts(match: re.Match[str]) -> str:
        words = options.word(*match.groups())
        return f'data-zh="{words[0]}" data-en="{words[-1]}"'

    html = COUNTS.sub(counts, SPANS.sub(spans, html))
    return NAMES.sub(names, BLOCKS.sub(blocks, html))


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
