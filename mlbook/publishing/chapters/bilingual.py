"""Short texts in the languages of a book: `中文 · English`, wherever it needs one line."""

import re

from mlbook.publishing.chapters.languages import CHARACTERS, ZH_EN, Languages, name_of

DOT = " · "
HAN = re.compile(f"[{CHARACTERS['zh']}]")
NO_LETTERS = re.compile(f"[{''.join(CHARACTERS.values())}]")
LETTERS = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"[A-Za-z]+(?:[ ,'’-]+[A-Za-z]+){3,}")  # English, and no name or term
NAME = re.compile(  # SGD, Adam, L2; the unit of a number, 3 MB
    r"(?<![A-Za-z])(?=[a-z-]*[A-Z])[A-Za-z-]{3,}|(?<=\d )[A-Za-zµ]{1,3}\b|(?<![\w.-])[A-Za-z]+\d+\b"
)
SIGNS = re.compile("[<>≤≥≈≠±×÷√∞←↑→↓✓✗]")
VERBATIM = re.compile(r"`[^`]*`|\$[^$]*\$|https?://\S+|\{[^}]*\}|&\w+;")


def split_bilingual(text: str) -> tuple[str, str]:
    """Return both halves of `中文 · English`."""
    first, second = text.split(DOT)
    return first.strip(), second.strip()


def is_bilingual(text: str, languages: Languages = ZH_EN) -> bool:
    """Say whether `text` is one half in each of two languages, with a spaced dot between them."""
    return len(languages) == 2 and fault_of_bilingual(text, languages) is None


def fault_of_bilingual(text: str, languages: Languages = ZH_EN) -> str | None:
    """Say why `text` is no short text of a book in these languages; None if it is."""
    zh, dot, en = text.partition(DOT)
    if len(languages) == 1:
        return f"a book in one language has no ` · `: {text[:60]}" if dot else None
    if not dot or DOT in en:
        return f"one ` · ` has to part the two languages: {text[:60]}"
    if languages != ZH_EN:
        if not (zh.strip() and en.strip()):
            return f"one half is empty: {text[:60]}"
        first, second = languages
        return fault_of_script(zh, first, second) or fault_of_script(en, second, first)
    if not HAN.search(zh):
        return f"no Chinese stands on the left of the dot: {zh}"
    if sentence := SENTENCE.search(zh):
        return f"English stands on the left of the dot: {sentence[0]}"
    if HAN.search(en) or not re.search("[A-Za-z]", en):
        return f"English, and nothing else, stands on the right of the dot, not {en}"
    return None


def fault_of_script(text: str, language: str, other: str) -> str | None:
    """Say which character of a text is one of the other language of its book, and of it alone.

    Examples
    --------
    >>> from mlbook.publishing.chapters.bilingual import fault_of_script
    >>> fault_of_script("勾配", "en", "ja")
    'the English has 勾, which is Japanese'
    >>> print(fault_of_script("勾配", "ja", "en"), fault_of_script("勾配", "en", "de"))
    None None
    """
    own, others = (CHARACTERS.get(each, "") for each in (language, other))
    found = re.search(f"(?![{own}x])[{others}]", VERBATIM.sub("", text)) if others else None
    return f"the {name_of(language)} has {found[0]}, which is {name_of(other)}" if found else None


def halves_of(text: str, languages: Languages) -> tuple[str, ...]:
    """Return the part of a short text in each language of a book; () if it is no such text."""
    if fault_of_bilingual(text, languages):
        return ()
    return (text,) if len(languages) == 1 else split_bilingual(text)


def is_neutral(text: str) -> bool:
    """Say whether `text` has no words of any language: numbers, signs, code and formulas."""
    bare = VERBATIM.sub("", text)
    return not NO_LETTERS.search(bare) and not LETTERS.search(bare)


def lost(zh: str, en: str) -> str:
    """Say that a text lacks a Latin name, a sign or much of its Chinese twin; "" if it has all.

    A name may be inflected, or written small.
    """
    for name in NAME.findall(zh):
        if not re.search(rf"(?i)(?<![A-Za-z]){name[:5]}", en):
            return f"only the Chinese has the name {name}"
    signs = [sorted(SIGNS.findall(text)) for text in (zh, en)]
    if all(signs) and signs[0] != signs[1]:  # where one has none, it says them in words
        return f"the signs {' '.join(signs[0])} are not {' '.join(signs[1])}"
    of_zh, of_en = (len(re.findall(f"{HAN.pattern}|[A-Za-z]+", text)) for text in (zh, en))
    if 0.4 * of_zh - 4 <= of_en <= of_zh + 6:  # a word stands for 1.4 characters
        return ""
    return f"{of_zh} Chinese characters and {of_en} English words do not say the same"


def mark_languages(text: str, languages: Languages = ZH_EN) -> str:
    """Return `中文 · English` as HTML whose halves carry their `lang`."""
    halves = zip(languages, split_bilingual(text), strict=True)
    spans = (f'<span lang="{language}">{half}</span>' for language, half in halves)
    return f'<span class="dot">{DOT}</span>'.join(spans)
