"""Reads SURVIVORS.md: the faults that nobody can notice, each with the reason."""

import re
from pathlib import Path

ROW = re.compile(
    r"\| `(?P<module>[^`]+)` \| (?:`(?P<function>[^`]*)`)? ?\| (?P<change>.+) \| (?P<why>.+) \|"
)
CODE = re.compile(r"(`+) ?(.*?) ?\1")


def read(file):
    """Return the reason for every name of a fault."""
    found = {}
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        if row := ROW.fullmatch(line):
            change = CODE.fullmatch(row["change"])[2].replace("\\|", "|")
            found[f"{row['module']} {row['function'] or ''}: {change}"] = row["why"]
    return found


def row(name, why):
    place, change = name.split(": ", 1)
    module, _, function = place.partition(" ")
    longest = max(map(len, re.findall("`+", change)), default=0)
    marks = "`" * (longest + 1)
    space = " " if longest else ""
    change = change.replace("|", "\\|")
    function = f"`{function}`" if function else ""
    return f"| `{module}` | {function} | {marks}{space}{change}{space}{marks} | {why} |"
