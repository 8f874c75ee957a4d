"""Tries faults in a copy of the sources on disk, where every process that is started sees them.

The libraries are imported once, the package never: each trial is a fork that imports the changed
package, collects the items it is given and ends with the first that fails. No trial can reach the
next: the copy is held against the sources after each, files for a while live in a directory of
their own, and whatever a trial has started ends with it.

Most faults never come that far: see collected.py.
"""

import contextlib
import ctypes
import gc
import importlib
import inspect
import json
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
from collected import Collected

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
PATIENCE = 60, 6  # seconds, and how often the time that the items take without a fault


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
        self.count, self.session = 0, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.session:
            self.questions.close()  # which ends it
            os.waitpid(self.session, 0)
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
        self.collect()
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        sys.dont_write_bytecode = True
        shutil.copytree(self.tree, self.twin, symlinks=True)
        self.before = self.files()

    def collect(self):
        """Start the session in which all tests are collected; they are compiled on the way."""
        questions, answers = os.pipe(), os.pipe()
        self.session = os.fork()
        if self.session == 0:
            with open(questions[0]) as asked, open(answers[1], "w") as told:
                os.close(questions[1])
                self.pytest(["mlbook", "tests"], Collected(self, asked, told))
        os.close(questions[0]), os.close(answers[1])
        self.questions, self.answers = open(questions[1], "w"), open(answers[0])  # noqa: SIM115
        ready = self.answers.readline()
        assert ready, self.output()

    def catches(self, fault, items, known, seconds):
        """Try a fault (None: nothing is changed): 'passed', 'failed' or 'out of time'.

        `failed` then is the item that failed; None if the tests could not even be imported.
        Without `known`, the items that are not to be taken for new, the collected session tries it.
        """
        more, times = PATIENCE
        seconds = more + times * seconds
        (self.work / "failed").unlink(missing_ok=True)
        if fault:
            self.write(fault)
        try:
            if known is None:
                return self.ask(fault, items, seconds)
            files = sorted({item.partition("::")[0] for item in items})
            chosen = Chosen(self, items, known)
            return self.wait_for(self.fork(lambda: self.pytest(files, chosen)), seconds)
        finally:
            if fault:
                self.put_back(self.tree / fault.module)
            self.clean()

    def ask(self, fault, items, seconds):
        file, text = (str(self.tree / fault.module), fault.text) if fault else ("", "")
        question = {"file": file, "text": text, "items": items, "seconds": seconds}
        print(json.dumps(question), file=self.questions, flush=True)
        return json.loads(self.answers.readline())

    def write(self, fault):
        file = self.tree / fault.module
        file.write_text(fault.text, encoding="utf-8")
        self.count += 1
        moment = file.stat().st_mtime + 10 * self.count  # no compiled file has ever seen it
        os.utime(file, (moment, moment))

    def fork(self, run):
        """Run something in a child, and return the child."""
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
        if child := os.fork():
            return child
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            run()
            os._exit(0)
        except BaseException:
            (self.work / "output").write_text(traceback.format_exc())
        finally:
            os._exit(1)

    def pytest(self, files, plugin):
        """Run a session of pytest on files of the copy, and end this process."""
        output = os.open(self.work / "output", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        for number in (1, 2):
            os.dup2(output, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(self.tree)
        sys.path[:0] = [str(self.tree)]
        words = ["-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        words += [f"--basetemp={self.work / 'tmp' / 'pytest'}"]
        code = pytest.main([*words, *files], plugins=[plugin])
        nothing_failed = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
        os._exit(0 if code in nothing_failed else 1)

    def end_if_failed(self, report):
        """End this trial with its first failure."""
        if report.failed:
            (self.work / "failed").write_text(report.nodeid)
            (self.work / "output").write_text(report.longreprtext)
            os._exit(1)

    def output(self):
        """Return the end of what the last trial printed."""
        return (self.work / "output").read_text(errors="replace")[-3000:]

    @property
    def failed(self):
        """The item that failed in the last trial, if one did."""
        file = self.work / "failed"
        return file.read_text() if file.exists() else None

    def wait_for(self, child, seconds):
        """Return how a trial has ended, and end all that it has started."""
        ended = os.pidfd_open(child)
        try:
            if not select.select([ended], [], [], seconds)[0]:
                return "out of time"
            return "passed" if os.waitpid(child, 0)[1] == 0 else "failed"
        finally:
            os.close(ended)
            end_children(but=self.session)

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

    def __init__(self, laboratory, items, known):
        self.rank = {item: number for number, item in enumerate(items)}
        self.known = known
        self.pytest_runtest_logreport = laboratory.end_if_failed
        self.pytest_collectreport = laboratory.end_if_failed

    def rank_of(self, item):
        name = item.nodeid
        if name not in self.rank and name.partition("::")[0] in self.rank:
            name = name.partition("::")[0]  # a page
        return self.rank.get(name, None if name in self.known else len(self.rank))

    def pytest_collection_modifyitems(self, items):
        items[:] = sorted(
            (item for item in items if self.rank_of(item) is not None), key=self.rank_of
        )


def end_children(but):
    """End every process that came from this one, those of other sessions among them."""
    while children := children_of_this() - {but}:
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        for child in children:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)


def children_of_this():
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(child) for task in tasks for child in task.read_text().split()}
