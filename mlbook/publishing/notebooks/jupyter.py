"""Where Jupyter runs the labs: what it is set up with, and what it keeps.

mkdocs-jupyter would keep outputs after the package has changed, and would make pages of its own
with half a megabyte of styles each. Here it keeps outputs in a place that depends on the package,
and its template hands over the notebook that has run, as JSON.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mlbook.publishing.checking.drawing import digest_of_science
from mlbook.publishing.running.environment import ONE_THREAD

CONTENTS = {
    "templates/mkdocs_html/notebook.html.j2": "{{ nb | tojson }}",
    "templates/mkdocs_md/md-no-codecell.md.j2": "",  # for a table of contents that is not used
    "jupyter/jupyter_nbconvert_config.py": "get_config().NotebookClient.timeout = TIMEOUT\n",
    "ipython/profile_default/ipython_kernel_config.py": """\
from mlbook.publishing.running.figures import BOOK_STYLE

c = get_config()
c.InlineBackend.rc = BOOK_STYLE
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {
    "bbox_inches": None, "metadata": {"Date": None, "Creator": None}
}
c.HistoryManager.enabled = False
c.IPKernelApp.log_level = "ERROR"
""",
}
TOOLS = ("mkdocs-jupyter", "nbconvert", "ipykernel", "matplotlib-inline")


def set_up(folder: Path, timeout: float) -> Path:
    """Return a directory below `folder` with all that running labs needs.

    Its name is a digest of what their outputs depend on besides the labs themselves, so that
    what is kept in it is never old.

    Parameters
    ----------
    folder : Path
    timeout : float
        Seconds that a cell may take.
    """
    tools = " ".join(version(name) for name in TOOLS)
    contents = {
        name: content.replace("TIMEOUT", str(timeout)) for name, content in CONTENTS.items()
    }
    depends = [digest_of_science().decode(), tools, *contents.values()]
    workshop = folder / hashlib.sha256("\n".join(depends).encode()).hexdigest()[:16]
    for name, content in contents.items():
        path = workshop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return workshop


def take_over(plugin: Any, workshop: Path) -> None:
    """Make the plugin mkdocs-jupyter work in `workshop`, and hand over notebooks for pages."""
    import_module("mkdocs_jupyter.config").settings.templates_dir = str(workshop / "templates")
    plugin.config["cache_dir"] = str(workshop / "ran")


@contextmanager
def jupyter_in(workshop: Path) -> Iterator[None]:
    """Let Jupyter and its kernels be set up by `workshop`, and not by whose machine this is."""
    before = dict(os.environ)
    os.environ |= {
        **ONE_THREAD,
        "IPYTHONDIR": str(workshop / "ipython"),
        "JUPYTER_CONFIG_DIR": str(workshop / "jupyter"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before
