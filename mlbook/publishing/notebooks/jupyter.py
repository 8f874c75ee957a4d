"""The directory in which Jupyter runs the labs: its configuration, and its cache of outputs.

mkdocs-jupyter's cache does not see changes of the package, and its pages hold half a megabyte of
styles each. Here the directory of the cache depends on the package, and the template returns the
executed notebook as JSON, from which the press makes the page.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.checking.dependencies import Dependencies
from mlbook.publishing.running.environment import ONE_THREAD
from mlbook.publishing.running.script import imported_names

CONTENTS = {
    "templates/lab/mkdocs_html/notebook.html.j2": "{{ nb | tojson }}",
    # for a table of contents that is not used
    "templates/markdown/mkdocs_md/md-no-codecell.md.j2": "",
    "jupyter/jupyter_nbconvert_config.py": """\
from pathlib import Path

c = get_config()
c.NotebookClient.timeout = TIMEOUT
c.HTMLExporter.extra_template_basedirs = [str(Path(__file__).parents[1] / "templates")]
c.MarkdownExporter.extra_template_basedirs = c.HTMLExporter.extra_template_basedirs
""",
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
RUNS_LABS = {  # settings of mkdocs-jupyter, which would run nothing, or go on after an error
    "include": ["labs/*.py"],
    "ignore": ["*.md"],  # which it would read, several times, to find that they are no notebooks
    "execute": True,
    "allow_errors": False,
    "kernel_name": "python3",
}
TOOLS = ("mkdocs-jupyter", "nbconvert", "ipykernel", "matplotlib-inline")


def set_up(cache: Path, timeout: float, chapters: Iterable[Chapter] = ()) -> Path:
    """Return a directory below `cache` with all that running labs needs.

    Its name is a digest of what their outputs depend on besides the labs themselves, so that
    what is kept in it is never old.

    Parameters
    ----------
    cache : Path
    timeout : float
        Seconds that a cell may take.
    chapters : iterable of Chapter
        What the labs among them import counts among what their outputs depend on.
    """
    codes = [block.code.text for each in chapters if each.unrun for block in each.blocks]
    imports = [f"import {name}" for name in sorted(imported_names("\n".join(codes)))]
    tools = " ".join(version(name) for name in TOOLS)
    contents = {
        name: content.replace("TIMEOUT", str(float(timeout))) for name, content in CONTENTS.items()
    }
    depends = [Dependencies().of("\n".join(imports)).decode(), tools, *contents.values()]
    directory = cache / hashlib.sha256("\n".join(depends).encode()).hexdigest()[:16]
    for name, content in contents.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return directory


@contextmanager
def jupyter_in(directory: Path) -> Iterator[None]:
    """Make Jupyter and its kernels read their configuration from `directory` alone."""
    before = dict(os.environ)
    os.environ |= {
        **ONE_THREAD,
        "IPYTHONDIR": str(directory / "ipython"),
        "JUPYTER_CONFIG_DIR": str(directory / "jupyter"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before
