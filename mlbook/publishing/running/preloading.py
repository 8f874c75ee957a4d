"""Hides from a block the modules that are loaded already, until it imports them.

Otherwise ``import matplotlib; matplotlib.pyplot`` would do here, and fail for the reader.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import accumulate
from types import ModuleType
from typing import Any


class Hidden(MetaPathFinder, Loader):
    """Hides the recorded modules but those `kept`; finds them again when they are imported.

    `imported` has for each module those that it imports while it is loaded: they come with it.
    """

    def __init__(self, imported: dict[str, list[str]], kept: Iterable[str]) -> None:
        names = {part for name in {*imported}.union(*imported.values()) for part in _packages(name)}
        names -= {*kept}
        self.imported = imported
        self.modules = {
            name: module
            for name, module in sys.modules.items()
            if name in names or _is_new(name)
            if getattr(module.__spec__, "name", None) == name  # or another module put it there
        }
        self.packages: dict[str, ModuleType] = {}  # in which a hidden module was an attribute
        for name, module in self.modules.items():
            parent, _, attribute = name.rpartition(".")
            package = sys.modules.get(parent)
            if package and vars(package).get(attribute) is module:
                self.packages[name] = package
                delattr(package, attribute)
        for name in self.modules:
            del sys.modules[name]
        sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a hidden module; called by the import system."""
        module = None if _is_new(fullname) else self.modules.get(fullname)
        return ModuleSpec(fullname, self, loader_state=module.__spec__) if module else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module that is loaded already."""
        return self.modules[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """Show the module and what it has imported, in place of running it again."""
        spec: Any = module.__spec__
        module.__spec__ = spec.loader_state
        self._show(spec.name)

    def end(self) -> None:
        """Show what is still hidden: the press relies on all that it has imported."""
        for name in list(self.modules):
            self._put_back(name)

    def _show(self, name: str) -> None:
        """Put a module back to where it was, and all that it has imported."""
        for part in _packages(name):
            if part in self.modules:
                self._put_back(part)
                for each in self.imported.get(part, ()):
                    self._show(each)

    def _put_back(self, name: str) -> None:
        module = self.modules.pop(name)
        sys.modules.setdefault(name, module)
        if name in self.packages:
            setattr(self.packages[name], name.rpartition(".")[2], module)


def _is_new(name: str) -> bool:
    """Return whether a block loads a module anew: this one knows that the process is a child."""
    return name.split(".")[0] == "multiprocessing"


def _packages(name: str) -> list[str]:
    """Return `a`, `a.b`, `a.b.c` for `a.b.c`."""
    return list(accumulate(name.split("."), "{}.{}".format))
