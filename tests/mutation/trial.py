"""Tries faults in a copy of the sources on disk, where every process that is started sees them.

The libraries are imported once, the package never: each trial is a fork that imports the changed
package, collects the items it is given and ends with the first that fails. No trial can reach the
next: the copy is held against the sources after each, files for a while live in a directory of
their own, and whatever a trial has started ends with it.
"""

import contextlib
import ctypes
import gc
import importlib
import inspect
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import traceback
from pathlib import Path

import pytest

LIBRARIES = """_hypothesis_pytestplugin _pytest.doctest _pytest.helpconfig _pytest.junitxml
_pytest.pastebin _pytest.pytester _pytest.setupplan _pytest.skipping _pytest.threadexception
_pytest.unraisableexception hypothesis.extra.numpy hypothesis.strategies markdown
markdown.extensions.admonition markdown.extensions.fenced_code markdown.extensions.footnotes
markdown.extensions.md_in_html markdown.extensions.tables math_core matplotlib.pyplot
mkdocs.commands.build mkdocs_jupyter.plugin mkdocstrings nbclient nbformat numpy.random pdb
platformdirs.pytest_plugin pooch pygments.lexers pymdownx.arithmatex pymdownx.details
pymdownx.saneheaders pymdownx.superfences pymdownx.tabbed pytest_benchmark.plugin readline
sybil.integration.pytest tqdm yaml""".split()
LEFT_OUT = shutil.ignore_patterns(".git", ".cache", ".*_cache", ".venv", "build", "dist", "site")
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans become children of this process
MEMORY = 6 << 30  # bytes of addresses that a trial may have
PATIENCE = 10, 6  # seconds, and how often the time that the items take without a fault


class Laboratory:
    """A copy of the sources below `root` in which faults are tried, one after the other."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.directory = tempfile.TemporaryDirectory(prefix="mlbook-faults-")
        self.work = Path(self.directory.name).resolve()
        self.tree, self.twin = self.work / "tree", self.work / "twin"  # no trial knows of the twin
        shutil.copytree(self.root, self.tree, ignore=LEFT_OUT, symlinks=True)
        for name in ("home", "tmp"):
            (self.work / name).mkdir()
        self.environment = {
            **os.environ,
            "HOME": str(self.work / "home"),
            "TMPDIR": str(self.work / "tmp"),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(self.work / "hypothesis"),
            "PYTHONPATH": os.pathsep.join([str(self.tree), str(Path(__file__).parent)]),
        }
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.directory.cleanup()

    def open(self):
        """Import the libraries, and note what the copy has to look like before every trial."""
        os.environ.update(self.environment)
        tempfile.tempdir = None
        for name in LIBRARIES:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        assert "mlbook" not in sys.modules
        inspect.getmodule(sys._getframe())  # remembers the files of all modules
        gc.freeze()  # no trial looks for garbage in the libraries
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
        done = self.fork([], ["--collect-only"], 300)  # tests are compiled once, for all trials
        assert done == "passed", self.output()
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        sys.dont_write_bytecode = True
        shutil.copytree(self.tree, self.twin, symlinks=True)
        self.before = self.files()

    def catches(self, fault, items, known, seconds):
        """Try a fault (None: nothing is changed): 'passed', 'failed' or 'out of time'.

        `failed` then is the item that failed; None if the tests could not even be imported.
        """
        if fault:
            self.write(fault)
        try:
            more, times = PATIENCE
            return self.fork(items, known, more + times * seconds)
        finally:
            if fault:
                self.put_back(self.tree / fault.module)
            self.clean()

    def write(self, fault):
        file = self.tree / fault.module
        file.write_text(fault.text, encoding="utf-8")
        self.count += 1
        moment = file.stat().st_mtime + 10 * self.count  # no compiled file has ever seen it
        os.utime(file, (moment, moment))

    def fork(self, items, known, seconds):
        (self.work / "failed").unlink(missing_ok=True)
        if child := os.fork():
            try:
                return self.wait(child, seconds)
            finally:
                end_children()
        try:
            self.be_the_child(items, known)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(1)

    def be_the_child(self, items, known):
        os.setsid()
        output = os.open(self.work / "output", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        for number in (1, 2):
            os.dup2(output, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.chdir(self.tree)
        sys.path[:0] = [str(self.tree)]
        words = ["-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        words += [f"--basetemp={self.work / 'tmp' / 'pytest'}"]
        if isinstance(known, list):
            os._exit(int(pytest.main([*words, *known])))
        files = sorted({item.partition("::")[0] for item in items})
        code = pytest.main([*words, *files], plugins=[Chosen(items, known, self.work / "failed")])
        nothing_failed = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
        os._exit(0 if code in nothing_failed else 1)

    def output(self):
        """Return the end of what the last trial printed."""
        return (self.work / "output").read_text(errors="replace")[-3000:]

    @property
    def failed(self):
        """The item that failed in the last trial, if one did."""
        file = self.work / "failed"
        return file.read_text() if file.exists() else None

    def wait(self, child, seconds):
        ended = os.pidfd_open(child)
        try:
            in_time = select.select([ended], [], [], seconds)[0]
        finally:
            os.close(ended)
        if not in_time:
            return "out of time"
        return "passed" if os.waitpid(child, 0)[1] == 0 else "failed"

    def files(self):
        """Return what tells every file of the copy from a changed one."""
        found = {}
        for directory, _, names in os.walk(self.tree):
            for name in names:
                path = Path(directory, name)
                status = path.lstat()
                found[path] = status.st_mtime_ns, status.st_size
        return found

    def put_back(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(self.twin / path.relative_to(self.tree), path, follow_symlinks=False)

    def clean(self):
        """Put back what a trial left changed in the copy, and empty the temporary directory."""
        now = self.files()
        for path in now.keys() - self.before.keys():
            path.unlink()
        for path, status in self.before.items():
            if now.get(path) != status:
                self.put_back(path)
        for path in (self.work / "tmp").iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix != ".cache":  # a dictionary that takes long to read
                path.unlink()


class Chosen:
    """A plugin of pytest: it runs the items that were chosen, and those that nobody knows yet."""

    def __init__(self, items, known, file):
        self.file = file
        self.rank = {item: number for number, item in enumerate(items)}
        self.known = known

    def rank_of(self, item):
        name = item.nodeid
        if name not in self.rank and name.partition("::")[0] in self.rank:
            name = name.partition("::")[0]  # a page
        return self.rank.get(name, None if name in self.known else len(self.rank))

    def pytest_collection_modifyitems(self, items):
        items[:] = sorted(
            (item for item in items if self.rank_of(item) is not None), key=self.rank_of
        )

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.file.write_text(report.nodeid)
            end(report)

    def pytest_collectreport(self, report):
        if report.failed:
            end(report)


def end(report):
    print(f"\n{report.nodeid}\n{report.longreprtext}", flush=True)
    os._exit(1)


def end_children():
    """End every process that came from this one, those of other sessions among them."""
    tasks = Path("/proc/self/task").glob("*/children")
    while children := " ".join(task.read_text() for task in tasks).split():
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        for child in children:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(int(child), 0)
        tasks = Path("/proc/self/task").glob("*/children")
