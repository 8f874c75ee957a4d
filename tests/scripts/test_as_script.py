"""Every block of every page as ``python block.py``, held against what the press made of it.

The text is that of a script in Matplotlib's own style, the figures are those of one in the style
of the book: what a block prints of its figures must not depend on it.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.needs import missing
from mlbook.publishing.running.figures import BOOK_STYLE, SERIES
from mlbook.publishing.running.runner import Runner

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PATHS = [*ROOT.glob("docs/**/*.md"), ROOT / "tests" / "needs.md"]
CHAPTERS = [read_chapter(path, ROOT) for path in PATHS]
BLOCKS = {chapter.where(block.line): block for chapter in CHAPTERS for block in chapter.programs}
# Read once: pytest changes its own variable while the threads below start scripts.
INHERITED = dict(os.environ)
ENVIRONMENT = {
    **{f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")},
    "PYTHONPATH": os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]),
    "MPLBACKEND": "module://windows",
}


@pytest.fixture(scope="session")
def style(tmp_path_factory):
    """The style of the book as a file that Matplotlib reads when it is imported."""
    values = {
        **BOOK_STYLE,
        "axes.prop_cycle": f"cycler('color', {SERIES})",
        "figure.figsize": ", ".join(map(str, BOOK_STYLE["figure.figsize"])),
    }
    path = tmp_path_factory.mktemp("style") / "matplotlibrc"
    lines = (f"{name}: {value}\n" for name, value in values.items())
    path.write_text("".join(lines).replace("#", ""))  # which would begin a comment
    return path


def run_script(code, directory, **environment):
    """Run `code` as a reader does; return its process, and the figures in its windows."""
    work, windows = directory / "work", directory / "windows"
    work.mkdir(parents=True)
    windows.mkdir()
    (work / "block.py").write_text(code, encoding="utf-8")
    process = subprocess.run(
        [sys.executable, "block.py"],
        cwd=work,
        env={**INHERITED, **ENVIRONMENT, "WINDOWS": str(windows), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return process, tuple(path.read_text(encoding="utf-8") for path in sorted(windows.iterdir()))


@pytest.fixture(scope="session")
def begun(request, style, tmp_path_factory):
    """The runs of each chosen block: by the press, as a script, and as one in the book's style."""
    root = tmp_path_factory.mktemp("scripts")
    with Runner() as runner, ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {}
        for number, item in enumerate(request.session.items):
            block = BLOCKS[place := item.callspec.params["place"]]
            if missing(block):
                continue
            code = block.program
            directories = root / f"{number}", root / f"{number}-in-style"
            runs[place] = [runner.submit(code), pool.submit(run_script, code, directories[0])]
            if "matplotlib" in code or "plotting" in code:
                drawn = pool.submit(run_script, code, directories[1], MATPLOTLIBRC=str(style))
                runs[place].append(drawn)
        yield runs


@pytest.mark.parametrize("place", BLOCKS)
def test_a_block_does_for_its_reader_what_it_did_for_the_press(begun, place):
    if reason := missing(BLOCKS[place]):
        pytest.skip(f"{place} {reason}")
    run, (script, windows), *drawn = (future.result() for future in begun[place])
    assert (script.stdout, script.returncode) == (run.printed, 1 if run.error else 0)
    if run.error:
        assert script.stderr.rstrip().endswith(f"\n{run.error}")
    else:
        assert script.stderr == ""
    assert run.figures == (drawn[0][1] if drawn else windows)
