"""Control characters, which neither a chapter nor an output may hold."""

from __future__ import annotations

import re

# Python or Markdown, but not both, ends a line there or takes the character for another; or it is
# invisible, or moves the text beside it (U+202E turns the direction of writing).
CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]"
)


def control_character(text: str, allowed: str = "\t\n") -> str | None:
    r"""Return the first control character of `text` that is not allowed; None without one.

    Examples
    --------
    >>> from mlbook.publishing.chapters.characters import control_character
    >>> control_character("50 %\t\r100 %")
    "'\\r'"
    """
    found = (match[0] for match in CONTROL.finditer(text) if match[0] not in allowed)
    return next(map(repr, found), None)
