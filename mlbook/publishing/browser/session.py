"""The state of Python that a block finds: a block has one of its own, the cells of a lab share one.

A browser cannot fork, and starting Python for each run would take seconds, so the state that a
block can change is restored by hand.
"""

from __future__ import annotations

import builtins
import linecache
import os
import sys
import tempfile
import types
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from contextvars import copy_context
from importlib import import_module

from mlbook.publishing.browser.output import Output
from mlbook.publishing.running.script import (
    begin,
    begin_drawing,
    imported_names,
    main_module,
    run_in,
)

NAME = "block.py"  # what tracebacks call the block


class Session:
    r"""A new ``__main__``, an empty directory, the package imported again, and no open figure.

    Examples
    --------
    >>> from mlbook.publishing.browser.output import Output
    >>> from mlbook.publishing.browser.session import Session
    >>> session, output = Session(), Output(lambda message: None)
    >>> session.run("x = 2", output)
    >>> session.run("print(x)", output)
    >>> output.printed.getvalue()
    '2\n'
    >>> session.run("y", output)
    NameError("name 'y' is not defined")
    >>> session.close()
    """

    def __init__(self) -> None:
        self._restored = ExitStack()
        empty = self._restored.enter_context(tempfile.TemporaryDirectory())
        self._restored.enter_context(chdir(empty))
        self._restored.enter_context(_restored_globals())
        self._context = copy_context()
        self._draws = False
        self._output: Output
        self._module = main_module(NAME)
        _forget_package()
        sys.modules["IPython"], sys.modules["IPython.display"] = self._jupyter()
        begin()

    def run(self, code: str, output: Output) -> BaseException | None:
        """Run `code` after what has run in this session; return what it raised."""
        self._output = output
        # Tracebacks and warnings quote the lines of the block from here, for it is no file.
        linecache.cache[NAME] = (len(code), None, code.splitlines(keepends=True), NAME)
        packages = {name.partition(".")[0] for name in imported_names(code)}
        if "matplotlib" in packages and not self._draws:
            import_module("matplotlib.pyplot")
            begin_drawing(lambda svg: self._output.draw(svg))
            self._draws = True
        with redirect_stdout(output.printed), redirect_stderr(output.complained):
            error = self._context.run(run_in, self._module, code)
        output.flush()
        return error

    def close(self) -> None:
        """Restore the state of before."""
        self._restored.close()

    def _jupyter(self) -> tuple[types.ModuleType, types.ModuleType]:
        """Return all of IPython that a lab uses, `clear_output`: the rest would take megabytes."""
        whole, display = types.ModuleType("IPython"), types.ModuleType("IPython.display")

        def clear_output(wait: bool = False) -> None:
            self._output.clear(wait)

        vars(display)["clear_output"] = clear_output
        # Matplotlib asks whether it draws for a notebook, and of which version.
        plain = {"get_ipython": lambda: None, "version_info": (8, 24)}
        vars(whole).update(display=display, __path__=[], **plain)
        return whole, display


@contextmanager
def _restored_globals() -> Iterator[None]:
    """Restore the globals of Python that outlive a block."""
    environment, path, names = dict(os.environ), list(sys.path), dict(vars(builtins))
    jupyter = {name: sys.modules.get(name) for name in ("IPython", "IPython.display")}
    try:
        with warnings.catch_warnings():  # a reader's script shows them and goes on
            yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        sys.path[:] = path
        vars(builtins).update(names)
        for name in vars(builtins).keys() - names.keys():
            delattr(builtins, name)
        for name, module in jupyter.items():
            del sys.modules[name]
            if module:
                sys.modules[name] = module


def _forget_package() -> None:
    """Forget the package, so that the block imports it again."""
    for name in list(sys.modules):
        if name.split(".")[0] == "mlbook" and not name.startswith("mlbook.publishing"):
            del sys.modules[name]
