"""What a block needs beside NumPy and one process, as the title of its fence says.

``needs processes`` stands above a block that starts processes, ``needs jax`` above one that
imports a package which not every reader has; a block of an exercise says it after what it is:
``answer needs jax``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec

PROCESSES = "processes"
# Packages that blocks may need, as they are imported: the extra of mlbook that installs each.
PACKAGES = {"autograd": "autograd", "jax": "jax"}
TITLE = re.compile(r"(?:(?P<role>[a-z]+(?: ★+)?) )?needs(?P<names>(?: .*)?)")


def parted(title: str) -> tuple[str, tuple[str, ...] | None]:
    """Return the title of a fence without what it says of needs, and the needs; None without any.

    Examples
    --------
    >>> from mlbook.publishing.chapters.needs import parted
    >>> parted("needs processes, jax"), parted("start ★★ needs jax"), parted("ring.py")
    (('', ('processes', 'jax')), ('start ★★', ('jax',)), ('ring.py', None))
    """
    match = TITLE.fullmatch(title)
    if match is None:
        return title, None
    return match["role"] or "", tuple(match["names"].replace(",", " ").split())


def packages_in(needs: Iterable[str]) -> list[str]:
    """Return the packages among the needs of blocks, each once, in the order of their names."""
    return sorted({*needs} & PACKAGES.keys())


def present() -> list[str]:
    """Return the packages that blocks may need and that are installed here."""
    return [name for name in packages_in(PACKAGES) if find_spec(name) is not None]


def fault_of_needs(needs: tuple[str, ...]) -> str | None:
    """Say what is wrong with the needs of a title; None if nothing is.

    Examples
    --------
    >>> from mlbook.publishing.chapters.needs import fault_of_needs
    >>> print(fault_of_needs(("processes", "jacks")))
    nothing is known of the need jacks: write processes, autograd or jax
    """
    known = (PROCESSES, *sorted(PACKAGES))
    spelt = f"{', '.join(known[:-1])} or {known[-1]}"
    if not needs:
        return f"the title does not say what the block needs: write needs {spelt}"
    if unknown := next((name for name in needs if name not in known), None):
        return f"nothing is known of the need {unknown}: write {spelt}"
    if len({*needs}) < len(needs):
        return "the title names a need twice: write it once"
    return None
