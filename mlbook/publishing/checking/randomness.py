"""Names the cause of an output that changes from run to run, where the code shows it."""

from __future__ import annotations

import ast
import re

SEEDED = re.compile(r"\bseed\(\s*[^\s)]")
CAUSES = {
    r"\b(?:np|numpy)\.random(?:\.| import )(?!default_rng)[a-z]": (
        "the block uses NumPy's global random state, which is another one in every run: "
        "pass on np.random.default_rng(seed)"
    ),
    r"(?<![\w.])random(?:\.| import )[a-z]": (
        "the block uses Python's global random state, which is another one in every run: "
        "pass on random.Random(seed)"
    ),
    r"\bdefault_rng\(\s*(?:None\s*)?\)": (
        "default_rng() without a seed gives other numbers in every run: write default_rng(seed)"
    ),
}
SETS = frozenset({"set", "frozenset", "hash", "id"})
UNORDERED = "sets have another order in every run, hash() and id() another value: sort the set"


def cause_of_change(code: str) -> str:
    """Return a line that names what makes runs of `code` differ; "" if it shows no such thing.

    That is a random state without a seed, or the hashes and addresses that order a set.

    Examples
    --------
    >>> from mlbook.publishing.checking.randomness import cause_of_change
    >>> cause_of_change("rng = np.random.default_rng()").strip()
    'default_rng() without a seed gives other numbers in every run: write default_rng(seed)'
    """
    found = (cause for pattern, cause in CAUSES.items() if re.search(pattern, code))
    cause = None if SEEDED.search(code) else next(found, None)
    if not cause and _is_unordered(code):
        cause = UNORDERED
    return f"\n{cause}" if cause else ""


def _is_unordered(code: str) -> bool:
    try:
        tree = ast.parse(code)
    except SyntaxError:  # which the block shows
        return False
    sets = ast.Set | ast.SetComp
    return any(isinstance(x, sets) or getattr(x, "id", "") in SETS for x in ast.walk(tree))
