"""Records which modules a script has at its first line, and which further ones an import loads.

An interpreter of its own runs this file: of a module that is loaded before the record begins,
nobody can see any more what it imports. So the file imports nothing that is not there anyway.
"""

import builtins
import sys

PRELOADED = [
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "mlbook.publishing.running.figures",
    "mlbook.publishing.running.sandbox",
    "multiprocessing.forkserver",
    "multiprocessing.spawn",
]


def record(names: list[str]) -> dict[str, list[str]]:
    """Import `names`; return what each module that is loaded then imports at its top level."""
    imported: dict[str, list[str]] = {}
    plain = builtins.__import__

    def recording(
        name: str,
        globals: dict[str, object] | None = None,
        locals: dict[str, object] | None = None,
        fromlist: tuple[str, ...] | None = (),
        level: int = 0,
    ) -> object:
        module = plain(name, globals, locals, fromlist or (), level)
        frame = sys._getframe(1)
        while frame.f_back and frame.f_code.co_name != "<module>":
            frame = frame.f_back  # a function that a module calls while it is loaded
        absolute = module.__name__ if level else name
        parts = [f"{absolute}.{part}" for part in fromlist or ()]
        of_importer = imported.setdefault(frame.f_globals["__name__"], [])
        of_importer += [absolute, *(part for part in parts if part in sys.modules)]
        return module

    builtins.__import__ = recording  # type: ignore[assignment]
    try:
        for name in names:
            __import__(name)
    finally:
        builtins.__import__ = plain
    return imported


if __name__ == "__main__":
    at_start, search_path = list(sys.modules), list(sys.path)
    imported = record(PRELOADED)
    import json

    known = {"at_start": at_start, "search_path": search_path, "imported": imported}
    json.dump(known, sys.stdout)
