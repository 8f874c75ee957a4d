import resource
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from mlbook.publishing.running.run import Run
from mlbook.publishing.running.sandbox import lead_group, limit

DRAWING = (
    "import matplotlib.pyplot as plt\nplt.plot([1, 2], label='$x$')\nplt.legend()\nplt.show()\n"
)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The directory for temporary files of the press."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_output_of_a_block_and_its_child_process_is_returned(runner):
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


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("plt.plot([1])\nplt.show()", 1),
        ("plt.plot([1])\nplt.show()\nplt.show()", 1),
        ("plt.plot([1])\nplt.show()\nplt.plot([2])\nplt.show()", 2),  # the window was closed
        ("plt.figure()\nplt.figure()\nplt.show(block=False)", 2),
        ("plt.plot([1])\nplt.show()\n1 / 0", 1),
        ("plt.plot([1])", 0),  # a script that shows no window
    ],
)
def test_the_figures_of_a_block_are_those_that_its_reader_sees(runner, code, count):
    assert len(runner.run(f"import matplotlib.pyplot as plt\n{code}").figures) == count


def test_what_is_drawn_after_the_window_is_closed_is_on_no_figure(runner):
    later = DRAWING + "plt.title('later')\nfor axes in plt.gcf().axes: axes.clear()\n"
    assert runner.run(later).figures == runner.run(DRAWING).figures


def test_a_block_is_a_script_in_a_directory_without_other_files(runner):
    code = (
        "import dataclasses, os, sys\n"
        "@dataclasses.dataclass\n"
        "class A:\n    x: int\n"
        "print(__name__, A(1), os.listdir('.'), sys.modules['__main__'].A is A)\n"
    )
    assert runner.run(code).printed == "__main__ A(x=1) ['block.py'] True\n"


@pytest.mark.parametrize(
    ("code", "printed", "warning"),
    [
        ("import numpy as np\nprint(np.uint8(200) + np.uint8(100))", "44\n", "2: RuntimeWarning:"),
        ("import warnings\nwarnings.warn('old')\nprint(1)", "1\n", "2: UserWarning: old"),
        ("print(1 is 1)", "True\n", '1: SyntaxWarning: "is" with a literal'),
        ("import numpy as np\nprint(np.float64(1) / 0)", "inf\n", "2: RuntimeWarning: divide by"),
    ],
)
def test_a_warning_is_shown_as_to_any_reader_with_the_line_of_the_page(
    runner, code, printed, warning
):
    run = runner.run(code, "page.md", 10)
    line, rest = warning.split(":", 1)
    assert (run.printed, run.error) == (printed, None)
    assert run.complaint.startswith(f"wrote to standard error: page.md:{int(line) + 10}:{rest}")


def test_a_warning_that_python_hides_is_no_fault(runner):
    code = "import warnings\nwarnings.warn('x', PendingDeprecationWarning)\nopen('x', 'w')"
    assert runner.run(code) == Run()


def test_a_traceback_on_standard_error_names_the_line_of_the_page(runner):
    code = "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()"
    assert '  File "page.md", line 13, in <module>\n' in runner.run(code, "page.md", 10).complaint


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
def test_a_block_cannot_change_the_state_of_the_next(runner, code):
    probe = (
        "import os, threading, warnings\nimport numpy as np, matplotlib.pyplot as plt, mlbook\n"
        "print(np.get_printoptions()['precision'], os.environ.get('MLBOOK_TRACE'), os.listdir())\n"
        "print(plt.get_fignums(), plt.rcParams['font.size'], mlbook.softmax.__name__)\n"
        "print(('ignore', None, Warning, None, 0) in warnings.filters, threading.active_count())\n"
    )
    runner.run(code)
    assert runner.run(probe).printed == "8 None ['block.py']\n[] 11.0 softmax\nFalse 1\n"


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


@pytest.mark.parametrize("code", HOSTILE)
def test_a_block_that_damages_its_process_gets_one_sentence(runner, code):
    assert runner.run(code).complaint == HOSTILE[code]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("bytearray(1 << 40)", "MemoryError"),
        ("open('x', 'wb').write(bytes(20 << 20))", "OSError: [Errno 27] File too large"),
        ("import os\nos.close(1)\nprint(1)", "OSError: [Errno 9] Bad file descriptor"),
    ],
)
def test_exceeding_a_limit_raises_an_ordinary_exception(runner, code, error):
    run = runner.run("\n" + code, "page.md")
    assert (run.error, run.error_line) == (error, code.count("\n") + 2)


@pytest.mark.parametrize(
    "code",
    [
        "bytearray(1 << 40)",
        "import numpy\nnumpy.zeros(10**9)",
        "open('x', 'wb').write(bytes(20 << 20))",
    ],
)
def test_an_exception_that_only_a_limit_of_the_press_raises_is_refused(runner, code):
    assert runner.run(code).complaint.startswith("met a limit of the press, which no reader has: ")


def test_standard_input_of_a_block_is_empty(runner):
    assert runner.run("import os, sys\nprint(os.read(0, 9), sys.stdin.read())") == Run("b'' \n")


def test_a_block_may_write_its_own_standard_input(runner):
    code = "import io, sys\nsys.stdin = io.StringIO('5\\n')\nprint(int(input()) + 1)"
    assert runner.run(code) == Run("6\n")


def test_output_of_atexit_functions_is_kept(runner):
    assert runner.run("import atexit\natexit.register(print, 'end')\nprint(1)") == Run("1\nend\n")


def test_a_long_exception_is_cut_and_says_so(runner):
    whole = "ValueError: " + "x" * 4988
    assert runner.run("raise ValueError('x' * 4988)").error == whole
    for count in (4989, 10_000):
        error = runner.run(f"raise ValueError('x' * {count})").error
        assert error == f"{whole}… ({count - 4988:,} characters more)"


def test_output_up_to_the_limit_is_kept(runner):
    assert len(runner.run("print('x' * 999_999)").printed) == 1_000_000
    complaint = runner.run("print('x' * 1_000_000)").complaint
    assert complaint == "printed more than 1,000,000 bytes"


def test_output_without_a_final_newline_is_kept(runner):
    assert runner.run("print('a', end='')") == Run("a")


def test_bytes_that_are_not_utf8_become_replacement_characters(runner):
    assert runner.run("import os\nos.write(1, b'a\\xff')") == Run("a\ufffd")
    complaint = runner.run("import os\nos.write(2, b'a\\xff')").complaint
    assert complaint == "wrote to standard error: a\ufffd"


def test_a_carriage_return_is_kept(runner):
    assert runner.run("print('a\\rb')").printed == "a\rb\n"


def test_a_block_leaves_no_file_behind_and_cannot_reach_above_its_run(runner, temporary):
    code = "import os, tempfile\ntempfile.mkstemp()\nprint(os.path.realpath('../..'))"
    above = Path(runner.run(code).printed.strip()).relative_to(temporary).parts
    assert len(above) >= 3
    assert above[0].startswith("mlbook-")  # should it ever be left, it says whose it is
    runner.run("import os\nos._exit(1)")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("code", ["exit()", "import sys\nsys.exit('bad')", "raise SystemExit(3)"])
def test_a_block_that_exits_has_not_come_to_its_end(runner, code):
    assert runner.run(code).complaint == "ended itself before its last line, by exit()"


def test_a_block_that_waits_for_its_reader_to_type_is_refused(runner):
    typed = "asked for a line of standard input, which its reader would have to type"
    assert runner.run("input()").complaint == typed


def test_an_exception_comes_with_the_name_that_python_suggests(runner):
    suggesting = "NameError: name 'loss' is not defined. Did you mean: 'losses'?"
    assert runner.run("losses = []\nprint(loss)").error == suggesting


def test_a_forked_child_does_not_answer_twice(runner):
    code = "import os\nif os.fork() == 0:\n    print('c')\nelse:\n    print(os.wait()[1])\n"
    assert runner.run(code) == Run("c\n0\n")


def test_a_system_without_limits_runs_blocks_without(monkeypatch):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.setitem(sys.modules, "resource", None)
    limit()
    assert resource.getrlimit(resource.RLIMIT_FSIZE) == before


def test_a_system_without_process_groups_runs_blocks_without(monkeypatch):
    monkeypatch.delattr("os.setsid")
    lead_group(60)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
