"""Short texts in both languages: `中文 · English`, wherever the book needs one line."""

import re

DOT = " · "
HAN = re.compile(r"[㐀-鿿]")
LETTERS = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"[A-Za-z]+(?:[ ,'’-]+[A-Za-z]+){3,}")  # English, and no name or term
NAME = re.compile(r"(?<![A-Za-z])(?=[a-z-]*[A-Z])[A-Za-z-]{3,}")  # SGD, Adam; but no unit, MB
VERBATIM = re.compile(r"`[^`]*`|\$[^$]*\$|https?://\S+|\{[^}]*\}|&\w+;")


def split_bilingual(text: str) -> tuple[str, str]:
    """Return the Chinese and the English half of `中文 · English`."""
    zh, en = text.split(DOT)
    return zh.strip(), en.strip()


def is_bilingual(text: str) -> bool:
    """Say whether `text` is one Chinese half, a spaced dot, and one English half."""
    return fault_of_bilingual(text) is None


def fault_of_bilingual(text: str) -> str | None:
    """Say why `text` is not `中文 · English`; None if it is."""
    zh, dot, en = text.partition(DOT)
    if not dot or DOT in en:
        return f"one ` · ` has to part the two languages: {text[:60]}"
    if not HAN.search(zh):
        return f"no Chinese stands on the left of the dot: {zh}"
    if sentence := SENTENCE.search(zh):
        return f"English stands on the left of the dot: {sentence[0]}"
    if HAN.search(en) or not re.search("[A-Za-z]", en):
        return f"English, and nothing else, stands on the right of the dot, not {en}"
    return None


def is_neutral(text: str) -> bool:
    """Say whether `text` has no words of any language: numbers, signs, code and formulas."""
    bare = VERBATIM.sub("", text)
    return not HAN.search(bare) and not LETTERS.search(bare)


def lost_name(zh: str, en: str) -> str:
    """Return a name in Latin letters that only a Chinese text has, and not its English twin.

    It may be inflected, or written small; "" if there is none.
    """
    return next((name for name in NAME.findall(zh) if name[:5].lower() not in en.lower()), "")


def mark_languages(text: str) -> str:
    """Return `中文 · English` as HTML whose halves carry their `lang`."""
    zh, en = split_bilingual(text)
    return f'<span lang="zh">{zh}</span><span class="dot">{DOT}</span><span lang="en">{en}</span>'
