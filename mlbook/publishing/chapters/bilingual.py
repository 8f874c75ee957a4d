"""Short texts in both languages: `中文 · English`, wherever the book needs one line."""

import re

DOT = " · "
HAN = re.compile(r"[㐀-鿿]")
LETTERS = re.compile(r"[A-Za-z]{2,}")
VERBATIM = re.compile(r"`[^`]*`|\$[^$]*\$|https?://\S+|\{[^}]*\}|&\w+;")


def split_bilingual(text: str) -> tuple[str, str]:
    """Return the Chinese and the English half of `中文 · English`."""
    zh, en = text.split(DOT)
    return zh.strip(), en.strip()


def is_bilingual(text: str) -> bool:
    """Say whether `text` is one Chinese half, a spaced dot, and one English half."""
    halves = text.split(DOT)
    if len(halves) != 2:
        return False
    zh, en = halves
    return bool(HAN.search(zh)) and not HAN.search(en) and bool(re.search(r"[A-Za-z]", en))


def is_neutral(text: str) -> bool:
    """Say whether `text` has no words of any language: numbers, signs, code and formulas."""
    bare = VERBATIM.sub("", text)
    return not HAN.search(bare) and not LETTERS.search(bare)


def mark_languages(text: str) -> str:
    """Return `中文 · English` as HTML whose halves carry their `lang`."""
    zh, en = split_bilingual(text)
    return f'<span lang="zh">{zh}</span><span class="dot">{DOT}</span><span lang="en">{en}</span>'
