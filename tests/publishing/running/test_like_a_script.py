"""What a block finds, held against what ``python block.py`` finds in a directory of its own."""

import ast
import os
import subprocess
import sys

import pytest

from mlbook.publishing.running.environment import ONE_THREAD
from mlbook.publishing.running.run import Run

PROBE = """
import gc, inspect, io, locale, logging, multiprocessing, os, signal, sys, threading, warnings

class Shown:
    pass

streams = sys.stdin, sys.stdout, sys.stderr
main, child = threading.main_thread(), multiprocessing.current_process()
for name, fact in {
    "main": (__name__, __spec__, __package__, __doc__, repr(__builtins__)),
    "file": (__file__, os.listdir(), sys.argv, sys.orig_argv, sys.path),
    "source": inspect.getsource(Shown),
    "builtins": sorted(vars(__builtins__)),
    "flags": (sys.flags.utf8_mode, sys.flags.optimize, sys._xoptions, sys.warnoptions),
    "interpreter": (sys.getrecursionlimit(), sys.getswitchinterval(), sys.hexversion),
    "hooks": (sys.excepthook, sys.displayhook, sys.breakpointhook),
    "encodings": (locale.getpreferredencoding(), io.open(0, closefd=False).encoding),
    "locale": (locale.setlocale(locale.LC_ALL), locale.localeconv()),
    "streams": [(stream, stream.fileno(), stream.isatty()) for stream in streams],
    "first streams": streams == (sys.__stdin__, sys.__stdout__, sys.__stderr__),
    "signals": [(number, signal.getsignal(number)) for number in sorted(signal.valid_signals())],
    "mask": (signal.pthread_sigmask(signal.SIG_BLOCK, []), os.umask(0o22)),
    "thread": (main.name, main is threading.current_thread(), threading.active_count()),
    "process": (child.name, child.daemon, multiprocessing.parent_process()),
    "processes": (multiprocessing.get_start_method(True), multiprocessing.active_children()),
    "warnings": [each for each in warnings.filters if "numpy" not in str(each)],
    "garbage": (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()),
    "logging": (logging.root.level, logging.root.handlers),
}.items():
    print(name, str(fact).replace(os.getcwd(), "here"))
"""
IMPORTS = """import matplotlib
import matplotlib.pyplot as plt
from matplotlib import pyplot
import numpy
import numpy.linalg
from mlbook import softmax
from mlbook.plotting import loss_curve
import concurrent
import xml
import importlib
import collections
import multiprocessing
import unittest
import PIL""".splitlines()
MODULES = """
import sys
kind = type(sys)
print({name: sorted(part for part, value in vars(module).items() if type(value) is kind)
       for name, module in sys.modules.items()})
"""
# Found in sys.modules without an import, and in no package: other modules have put them there.
# The last is a codec, for names in fonts: Matplotlib reads them where it has no list of them yet.
ASIDE = """__mp_main__ resource cython_runtime _cython_3_2_4 typing.io typing.re pyexpat.errors
    pyexpat.model xml.parsers.expat.errors xml.parsers.expat.model importlib._bootstrap
    importlib._bootstrap_external mlbook.publishing.running.recording
    mlbook.publishing.running.server encodings encodings.utf_16_be""".split()
POOL = """
import multiprocessing

def square(x):
    return x * x

if __name__ == "__main__":
    with multiprocessing.get_context({method}).Pool(2) as pool:
        print(pool.map(square, [1, 2, 3]))
"""
SHARED = """
import multiprocessing
from multiprocessing import shared_memory

import numpy as np

def work(name, end, queue, lock):
    memory = shared_memory.SharedMemory(name)
    array = np.ndarray(4, buffer=memory.buf)
    with lock:
        array += 1
    end.send(array.sum())
    queue.put("done")
    del array
    memory.close()

if __name__ == "__main__":
    context = multiprocessing.get_context({method})
    memory = shared_memory.SharedMemory(create=True, size=32)
    array = np.ndarray(4, buffer=memory.buf)
    array[:] = 1
    end, other = context.Pipe()
    queue, lock = context.Queue(), context.Lock()
    process = context.Process(target=work, args=(memory.name, other, queue, lock))
    process.start()
    print(end.recv(), queue.get())
    process.join()
    print(array, process.exitcode)
    del array
    memory.close()
    memory.unlink()
"""
EXECUTOR = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

def threads(name):
    import os
    return os.environ[name]

if __name__ == "__main__":
    with ProcessPoolExecutor(2, multiprocessing.get_context({method})) as pool:
        print(list(pool.map(threads, ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])))
"""
SUBPROCESS = """
import subprocess
import sys

code = "import numpy, os; print(os.environ['OPENBLAS_NUM_THREADS'])"
print({method}, subprocess.check_output([sys.executable, "-c", code], text=True))
"""
METHODS = ("None", "'fork'", "'forkserver'", "'spawn'")  # the first is the system's own


def as_script(code, directory):
    """Return what a reader sees who saves `code` as block.py and runs it."""
    (directory / "block.py").write_text(code, encoding="utf-8")
    starting = {"PYTHONSAFEPATH"}  # which the press sets for a moment, while it starts its server
    names = (name for name in os.environ if name[:7] != "PYTHONU" and name not in starting)
    environment = {name: os.environ[name] for name in names}
    return subprocess.run(
        ["python", "block.py"],
        executable=sys.executable,
        cwd=directory,
        env={**environment, "LC_ALL": "", "LANG": "", "LC_CTYPE": "C.UTF-8", "MPLBACKEND": "agg"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_block_finds_what_a_script_finds(runner, tmp_path):
    script, block = as_script(PROBE, tmp_path), runner.run(PROBE)
    assert (script.stderr, block.error, block.complaint) == ("", None, None)
    assert block.printed == script.stdout


@pytest.mark.parametrize("statement", IMPORTS)
def test_an_import_shows_the_parts_of_packages_that_it_shows_a_script(runner, tmp_path, statement):
    code = statement + MODULES
    script = ast.literal_eval(as_script(code, tmp_path).stdout)
    block = ast.literal_eval(runner.run(code).printed)
    assert block.keys() - script.keys() <= {*ASIDE}
    shared = block.keys() & script.keys() - {*ASIDE}
    assert {name: block[name] for name in shared} == {name: script[name] for name in shared}


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("import matplotlib", "matplotlib.pyplot"),
        ("import mlbook", "mlbook.publishing"),
        ("import concurrent", "concurrent.futures"),
        ("import xml", "xml.etree"),
        ("import multiprocessing", "multiprocessing.connection"),
        ("import PIL", "PIL.Image"),
    ],
)
def test_a_module_that_nothing_has_imported_is_missing(runner, tmp_path, statement, name):
    code = f"{statement}\n{name}\n"
    error = runner.run(code).error
    assert error.startswith("AttributeError: module ")
    assert error == as_script(code, tmp_path).stderr.splitlines()[-1]


def test_a_module_that_is_loaded_already_knows_its_file_and_its_loader(runner, tmp_path):
    code = (
        "import importlib.util, mlbook.losses, numpy\n"
        "for module in (mlbook.losses, numpy):\n"
        "    print(module.__spec__, module.__loader__.name, module.__file__)\n"
        "print(importlib.util.find_spec('numpy').name, importlib.reload(mlbook.losses).__name__)\n"
    )
    clean = runner.run(code)
    assert (clean.error, clean.complaint) == (None, None)
    assert "_Finder" not in clean.printed


ENDING = (
    "class A:\n    def __del__(self):\n        print('bye', id(self) == first)\n\n"
    "a = A()\nfirst = id(a)\nb = A()",
    "def f():\n    try:\n        yield 1\n    finally:\n        print('end')\n\nit = f()\nnext(it)",
    "import weakref\nclass A:\n    pass\n\na = A()\nweakref.finalize(a, print, 'bye')",
    "import atexit\natexit.register(print, 'bye')\nprint(1)",
)


@pytest.mark.parametrize("code", ENDING)
def test_what_is_left_at_the_end_ends_as_in_a_script(runner, tmp_path, code, monkeypatch):
    for name in [name for name in os.environ if name.startswith("COVERAGE_PROCESS")]:
        monkeypatch.delenv(name)  # or coverage holds what the script has left, and it ends unseen
    assert runner.run(code) == Run(as_script(code, tmp_path).stdout)
    assert runner.run(code).printed


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("code", [POOL, SHARED, EXECUTOR, SUBPROCESS])
def test_a_block_starts_processes_as_a_script_does(runner, tmp_path, code, method, monkeypatch):
    for name, value in ONE_THREAD.items():
        monkeypatch.setenv(name, value)
    code = code.replace("{method}", method)
    block, script = runner.run(code), as_script(code, tmp_path)
    assert (block.error, block.complaint, script.stderr) == (None, None, "")
    assert block.printed == script.stdout != ""
