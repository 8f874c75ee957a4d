import os
import select
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import Mock

import pytest

from mlbook.publishing.running import starting
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

DRAWING = (
    "import matplotlib.pyplot as plt\nplt.plot([1, 2], label='$x$')\nplt.legend()\nplt.show()\n"
)


@pytest.fixture(scope="module")
def runner():
    with Runner(timeout=20) as runner:
        yield runner


@pytest.fixture(scope="module")
def forkless():
    """A runner as on a system that cannot fork; it takes a second for every block."""
    with Runner(timeout=20, fork=False) as runner:
        yield runner


def test_what_a_block_prints_comes_back(runner):
    assert runner.run("print('你好')\nimport os\nos.system('echo child')") == Run("你好\nchild\n")


def test_an_exception_comes_with_the_line_of_the_page(runner):
    code = "def f():\n    return 1 / 0\n\nf()\n"
    run = runner.run("print(1)\n" + code, "page.md", 10)
    assert (run.printed, run.error, run.error_line) == (
        "1\n",
        "ZeroDivisionError: division by zero",
        13,
    )


def test_a_block_that_cannot_be_parsed_names_its_line(runner):
    run = runner.run("x = 1\nf(:\n", "page.md", 10)
    assert run.error.startswith("SyntaxError: ")
    assert run.error_line == 12


def test_a_figure_comes_back_as_the_same_bytes_every_time(runner):
    first, second = runner.run(DRAWING), runner.run(DRAWING)
    assert len(first.figures) == 1
    assert first == second
    assert first.figures[0].startswith("<?xml")


def test_a_block_is_a_script_in_an_empty_directory(runner):
    code = (
        "import dataclasses, os, sys\n"
        "@dataclasses.dataclass\n"
        "class A:\n    x: int\n"
        "print(__name__, A(1), os.listdir('.'), sys.modules['__main__'].A is A)\n"
    )
    assert runner.run(code).printed == "__main__ A(x=1) [] True\n"


def test_a_module_of_the_working_directory_is_out_of_reach(tmp_path, monkeypatch):
    (tmp_path / "copy.py").write_text("raise RuntimeError('the wrong copy')")
    monkeypatch.chdir(tmp_path)
    with Runner(timeout=20) as runner:
        assert runner.run("import copy\nprint(copy.copy(1))") == Run("1\n")


def test_a_warning_is_an_error(runner):
    assert runner.run("import warnings\nwarnings.warn('old')").error == "UserWarning: old"


@pytest.mark.parametrize("of", ["runner", "forkless"])
def test_what_goes_to_standard_error_is_told(request, of):
    code = "import os, sys\nprint('oh', file=sys.stderr)\nos.write(2, b'no')"
    assert request.getfixturevalue(of).run(code).complaint == "wrote to standard error: oh\nno"


@pytest.mark.parametrize(
    "code",
    ["import random\nprint(random.random())", "import numpy as np\nprint(np.random.rand())"],
)
def test_the_global_random_state_differs_from_run_to_run(runner, code):
    assert runner.run(code).printed != runner.run(code).printed


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\nnp.set_printoptions(precision=1)",
        "import os\nos.environ['MLBOOK_TRACE'] = 'x'\nos.chdir('/')",
        "import warnings\nwarnings.simplefilter('ignore')",
        "import matplotlib.pyplot as plt\nplt.rcParams['font.size'] = 99\nplt.plot([1])",
        "import mlbook\nmlbook.softmax = None",
        "import sys\nsys.stdout.close()",
        "globals().clear()",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()",
        "import builtins\nbuiltins.print = None",
    ],
)
def test_nothing_that_a_block_does_reaches_the_next(runner, code):
    probe = (
        "import os, threading, warnings\nimport numpy as np, matplotlib.pyplot as plt, mlbook\n"
        "print(np.get_printoptions()['precision'], 'MLBOOK_TRACE' in os.environ, os.listdir('.'))\n"
        "print(plt.get_fignums(), plt.rcParams['font.size'], mlbook.softmax.__name__)\n"
        "print(warnings.filters[0][0], threading.active_count())\n"
    )
    runner.run(code)
    assert runner.run(probe).printed == "8 False []\n[] 11.0 softmax\nerror 1\n"


HOSTILE = {
    "import os\nos._exit(3)": "ended its process before its last line, with exit status 3",
    "import os\nos._exit(0)": "ended its process before its last line, with exit status 0",
    "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)": (
        "ended its process before its last line, by SIGKILL"
    ),
    "import os\nos.abort()": "ended its process before its last line, by SIGABRT",
    "import traceback\ntraceback.format_exception_only = None\n1 / 0": (
        "left builtins or modules in a state in which nothing can tell what it did"
    ),
    "import builtins\nvars(builtins).clear()": (
        "left builtins or modules in a state in which nothing can tell what it did"
    ),
    "import os\nos.close(2)": (
        "left file 2 replaced or closed: put it back, nothing more would be seen"
    ),
    "import os\nos.dup2(0, 1)": (
        "left file 1 replaced or closed: put it back, nothing more would be seen"
    ),
    "import sys\nsys.stdout = None": (
        "left sys.stdout replaced or closed: put it back, nothing more would be seen"
    ),
    "import sys\nsys.stderr.close()": (
        "left sys.stderr replaced or closed: put it back, nothing more would be seen"
    ),
    "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), name='T').start()": (
        "left T running: join every thread"
    ),
    "while True:\n    print('x' * 100_000)": "printed more than 1,000,000 bytes",
    "import sys\nsys.stdout.flush = None\nprint(1)": None,
}


WITHOUT_FORK_TOO = """import os
os._exit(3)|import os
os._exit(0)|import os
os.abort()|import builtins
vars(builtins).clear()|import os
os.dup2(0, 1)|while True:
    print('x' * 100_000)""".split("|")


@pytest.mark.parametrize("code", HOSTILE)
def test_what_a_block_must_not_leave_behind_is_told_in_one_sentence(runner, code):
    assert runner.run(code).complaint == HOSTILE[code]


@pytest.mark.parametrize("code", WITHOUT_FORK_TOO)
def test_it_is_told_in_the_same_sentence_where_the_system_cannot_fork(forkless, code):
    assert forkless.run(code).complaint == HOSTILE[code]


@pytest.mark.parametrize("of", ["runner", "forkless"])
@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("input()", "EOFError: EOF when reading a line"),
        ("bytearray(1 << 40)", "MemoryError"),
        ("open('x', 'wb').write(bytes(20 << 20))", "OSError: [Errno 27] File too large"),
        ("import os\nos.close(1)\nprint(1)", "OSError: [Errno 9] Bad file descriptor"),
    ],
)
def test_what_a_block_cannot_have_is_an_exception_like_others(request, of, code, error):
    run = request.getfixturevalue(of).run("\n" + code, "page.md")
    assert (run.error, run.error_line) == (error, code.count("\n") + 2)


def test_nobody_types_what_a_block_reads(runner):
    assert runner.run("import os, sys\nprint(os.read(0, 9), sys.stdin.read())") == Run("b'' \n")


def test_what_is_printed_at_exit_is_printed(runner):
    assert runner.run("import atexit\natexit.register(print, 'end')\nprint(1)") == Run("1\nend\n")


def test_a_long_exception_is_cut_and_says_so(runner):
    whole = "ValueError: " + "x" * 4988
    assert runner.run("raise ValueError('x' * 4988)").error == whole
    for count in (4989, 10_000):
        error = runner.run(f"raise ValueError('x' * {count})").error
        assert error == f"{whole}… ({count - 4988:,} characters more)"


def test_as_much_as_the_limit_may_be_printed(runner):
    assert len(runner.run("print('x' * 999_999)").printed) == 1_000_000
    complaint = runner.run("print('x' * 1_000_000)").complaint
    assert complaint == "printed more than 1,000,000 bytes"


def test_what_is_printed_without_an_end_of_line_is_printed(runner):
    assert runner.run("print('a', end='')") == Run("a")


def test_bytes_that_are_no_text_are_shown_as_such(runner):
    assert runner.run("import os\nos.write(1, b'a\\xff')") == Run("a\ufffd")
    complaint = runner.run("import os\nos.write(2, b'a\\xff')").complaint
    assert complaint == "wrote to standard error: a\ufffd"


def test_a_carriage_return_stays_one(runner):
    assert runner.run("print('a\\rb')").printed == "a\rb\n"


@pytest.mark.parametrize("fork", [True, False])
def test_nothing_is_left_of_a_run_nor_can_a_block_reach_above_it(tmp_path, monkeypatch, fork):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with Runner(timeout=30, fork=fork) as runner:
        code = "import os, tempfile\ntempfile.mkstemp()\nprint(os.path.realpath('../..'))"
        above = Path(runner.run(code).printed.strip()).relative_to(tmp_path).parts
        assert len(above) >= 3
        assert above[0].startswith("mlbook-")  # should it ever be left, it says whose it is
        runner.run("import os\nos._exit(1)")
        runner.timeout = 0.2
        runner.run("while True: pass")
    assert list(tmp_path.iterdir()) == []


def test_exit_is_an_exception_like_others(runner):
    assert runner.run("exit()").error == "SystemExit: None"


def test_a_forked_child_does_not_answer_twice(runner):
    code = "import os\nif os.fork() == 0:\n    print('c')\nelse:\n    print(os.wait()[1])\n"
    assert runner.run(code) == Run("c\n0\n")


@pytest.mark.parametrize("fork", [True, False])
def test_a_block_without_end_is_ended_in_time(fork):
    with Runner(timeout=20, fork=fork) as hasty:
        hasty.run("pass")  # the worker is warm
        hasty.timeout = 0.3
        for code in ("while True: pass", "import time\ntime.sleep(60)"):
            assert hasty.run(code).complaint == "did not end within 0.3 seconds"


def test_a_worker_that_dies_is_told_and_replaced():
    with Runner(timeout=20) as runner:
        parent = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"
        assert runner.run(parent).complaint == "ended the process that ran it"
        assert runner.run("print(1)").printed == "1\n"
        runner._worker.kill()
        runner._worker.wait()
        assert runner.run("print(1)").complaint == "ended the process that ran it"


def test_a_block_draws_and_tells_the_time_as_on_any_machine(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "svg")
    monkeypatch.setenv("TZ", "America/New_York")
    with Runner(timeout=20) as runner:
        code = "import time, matplotlib\nprint(matplotlib.get_backend(), time.tzname[0])"
        assert runner.run(code) == Run("agg UTC\n")


def test_blocks_are_forked_from_one_worker_or_begun_by_the_press(runner, forkless):
    parent = "import os\nprint(os.getppid())"
    assert forkless.run(parent).printed == f"{os.getpid()}\n"
    assert runner.run(parent) == runner.run(parent) != forkless.run(parent)


def test_what_is_typed_to_stop_the_press_does_not_reach_its_worker(runner):
    session = runner.run("import os\nprint(os.getsid(os.getppid()))").printed
    assert session != f"{os.getsid(0)}\n"


def test_a_block_cannot_answer_for_the_worker(runner):
    code = (
        "import os, stat\n"
        "for name in os.listdir('/dev/fd'):\n"
        "    if os.path.exists(f'/dev/fd/{name}'):\n"
        "        print(stat.S_ISFIFO(os.stat(int(name)).st_mode))\n"
    )
    assert set(runner.run(code).printed.split()) == {"False"}


def test_an_answer_that_nobody_has_waited_for_does_not_hold_up_the_end():
    """A pipe takes 64 kB before somebody has to read."""
    with Runner(timeout=20) as runner:
        runner.run("pass")
        answers = runner._worker.stdout
        runner._worker.stdout = Mock(readline=Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            runner.run("print('x' * 200_000)")
        runner._worker.stdout = answers
        select.select([answers], [], [])


@pytest.mark.parametrize("fork", [True, False])
def test_a_block_has_the_environment_of_the_press_without_what_differs(monkeypatch, fork):
    left_out = ["DISPLAY", "WAYLAND_DISPLAY", "PYTHONWARNINGS", "MATPLOTLIBRC"]
    libraries = ["OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"]
    for name in ("MLBOOK_DATA", *left_out, *(f"{library}_NUM_THREADS" for library in libraries)):
        monkeypatch.setenv(name, "ignore")
    code = (
        "import os, sys\n"
        "print(os.environ['MLBOOK_DATA'], sys.flags.utf8_mode)\n"
        f"print([name for name in {left_out} if name in os.environ])\n"
        f"print({{os.environ[f'{{library}}_NUM_THREADS'] for library in {libraries}}})\n"
    )
    with Runner(timeout=20, fork=fork) as runner:
        assert runner.run(code) == Run("ignore 1\n[]\n{'1'}\n")


def test_a_runner_that_was_closed_begins_anew():
    with Runner(timeout=20) as runner:
        for _ in range(2):
            assert runner.run("print(1)") == Run("1\n")
            runner.close()


# The handler is set by hand: a shell starts background jobs with interrupts ignored.
INTERRUPTIBLE = """import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("mlbook.publishing.running.worker", run_name="__main__")"""


def test_an_interrupt_ends_the_block_with_its_worker(tmp_path, monkeypatch):
    monkeypatch.setattr(starting, "WORKER", [sys.executable, "-P", "-c", INTERRUPTIBLE])
    code = (
        "import os, signal\nfrom pathlib import Path\n"
        f"Path({str(tmp_path)!r}, str(os.getpid())).touch()\n"
        "os.kill(os.getppid(), signal.SIGINT)\nwhile True: pass\n"
    )
    with Runner(timeout=20) as runner:
        assert runner.run(code).complaint == "ended the process that ran it"
    (block,) = tmp_path.iterdir()
    with pytest.raises(ProcessLookupError):
        os.kill(int(block.name), 0)


def test_where_the_system_cannot_fork_a_new_interpreter_does_the_same(runner, forkless):
    for code in (DRAWING, "print('你好')\n1/0"):
        assert forkless.run(code, "page.md", 3) == runner.run(code, "page.md", 3)


def test_a_block_that_needs_neither_numpy_nor_matplotlib_does_without():
    code = (
        "import importlib.util, sys, types\n"
        "path = importlib.util.find_spec('mlbook').submodule_search_locations\n"
        "sys.modules['mlbook'] = package = types.ModuleType('mlbook')\n"
        "package.__path__ = path\n"
        "from mlbook.publishing.running.script import execute\n"
        "assert execute('print(1)', 'block.py') == (None, [])\n"
        "assert not {'numpy', 'matplotlib'} & sys.modules.keys()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")
