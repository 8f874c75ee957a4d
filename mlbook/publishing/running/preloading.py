"""Hides from a block the modules that are loaded already, until it imports them.

Otherwise ``import matplotlib; matplotlib.pyplot`` would do here, and fail for the reader.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import accumulate
from types import ModuleType

NEW = "multiprocessing"  # knows that this process is a child: a block loads it anew


@contextlib.contextmanager
def hidden(imported: dict[str, list[str]], kept: Iterable[str]) -> Iterator[None]:
    """Let a block find no modules but `kept` until it imports them.

    Parameters
    ----------
    imported : dict of list of str
        What each loaded module has imported at its top level: with it, these are found too.
    kept : iterable of str
    """
    names = {part for name in {*imported}.union(*imported.values()) for part in _packages(name)}
    found = [name for name in names - {*kept} & sys.modules.keys() if _is_plain(name)]
    modules = {name: sys.modules.pop(name) for name in found}
    packages = {}
    for name, module in modules.items():
        parent, _, attribute = name.rpartition(".")
        package = modules.get(parent) or sys.modules.get(parent)
        if package and vars(package).get(attribute) is module:
            packages[name] = package
            delattr(package, attribute)
    sys.meta_path.insert(0, _Finder(modules, packages, imported))
    try:
        yield
    finally:  # the press relies on all that it has imported
        sys.modules.update({**modules, **sys.modules})
        for name, package in packages.items():
            vars(package).setdefault(name.rpartition(".")[2], modules[name])


def _packages(name: str) -> list[str]:
    """Return `a`, `a.b`, `a.b.c` for `a.b.c`."""
    return list(accumulate(name.split("."), "{}.{}".format))


def _is_plain(name: str) -> bool:
    """Say whether the import system has loaded this module, and not another one put it there."""
    spec = sys.modules[name].__spec__
    return spec is not None and spec.name == name


class _Finder(MetaPathFinder, Loader):
    """Finds modules that are loaded already, each with all that it has imported."""

    def __init__(
        self,
        modules: dict[str, ModuleType],
        packages: dict[str, ModuleType],
        imported: dict[str, list[str]],
    ) -> None:
        self.modules = {name: modules[name] for name in modules if name.split(".")[0] != NEW}
        self.packages = packages
        self.imported = imported

    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        module = self.modules.get(fullname)
        return ModuleSpec(fullname, self, loader_state=module.__spec__) if module else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.modules[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        if spec := module.__spec__:
            module.__spec__ = spec.loader_state
            self._show(spec.name)

    def _show(self, name: str) -> None:
        """Put a module back to where it was, and all that it has imported."""
        for part in _packages(name):
            if module := self.modules.pop(part, None):
                sys.modules[part] = module
                for each in self.imported.get(part, ()):
                    self._show(each)
                if part in self.packages:
                    setattr(self.packages[part], part.rpartition(".")[2], module)
