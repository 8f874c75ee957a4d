"""Modules that the server of `Runner` loads once, so that no block waits for them."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

PYPLOT = "matplotlib.pyplot"
PRELOADED = [
    PYPLOT,
    "matplotlib.backends.backend_svg",
    "mlbook.publishing.running.figures",
    "mlbook.publishing.running.sandbox",
]


def hide_pyplot() -> None:
    """Make a block import `matplotlib.pyplot` before it can use it, as every other script must.

    Otherwise ``import matplotlib`` alone would do here, and fail for the reader.
    """
    sys.meta_path.insert(0, _Hidden(sys.modules.pop(PYPLOT)))
    del sys.modules["matplotlib"].pyplot


class _Hidden(MetaPathFinder, Loader):
    """Hands out a module that is loaded already, once it is imported."""

    def __init__(self, module: ModuleType) -> None:
        self.module, self.spec = module, module.__spec__

    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname == self.module.__name__ else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec
        sys.meta_path.remove(self)
