import os
import sys

from mlbook.publishing.running.environment import handed_to_children
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

LEFT_OUT = """DISPLAY WAYLAND_DISPLAY PYTHONWARNINGS MATPLOTLIBRC PYTHONUTF8
    LANG LANGUAGE LC_ALL COLUMNS PYTHONHASHSEED""".split()
THREADS = [f"{name}_NUM_THREADS" for name in "OMP OPENBLAS MKL VECLIB_MAXIMUM NUMEXPR".split()]


def test_a_block_inherits_the_environment_but_for_what_differs_by_machine(runner, monkeypatch):
    for name in ("MLBOOK_DATA", *LEFT_OUT, *THREADS):
        monkeypatch.setenv(name, "ignore")
    code = (
        "import os\nprint(os.environ['MLBOOK_DATA'])\n"
        f"print([name for name in {LEFT_OUT} if name in os.environ])\n"
        f"print({{os.environ[name] for name in {THREADS}}})\n"
    )
    assert runner.run(code) == Run("ignore\n[]\n{'1'}\n")


def test_strings_have_other_hashes_in_an_interpreter_of_its_own(runner, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    code = "print(hash('a'))"
    assert runner.run(code, method="spawn") != runner.run(code, method="spawn")


def test_a_block_draws_and_tells_the_time_as_on_any_machine(runner, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "svg")
    monkeypatch.setenv("TZ", "America/New_York")
    code = "import time, matplotlib\nprint(matplotlib.get_backend(), time.tzname[0])"
    assert runner.run(code) == Run("agg UTC\n")


def test_a_block_has_one_thread_for_matrices(runner):
    code = (
        "import os\nimport numpy as np\nA = np.ones((900, 900))\nA @ A\n"
        "print(len(os.listdir('/proc/self/task')))\n"
    )
    assert runner.run(code) == Run("1\n")


def test_a_module_of_the_working_directory_is_out_of_reach(runner, tmp_path, monkeypatch):
    (tmp_path / "fractions.py").write_text("raise RuntimeError('the wrong module')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    assert runner.run("from fractions import Fraction\nprint(Fraction(1))") == Run("1\n")


def test_a_block_reads_and_writes_utf_8_in_any_locale(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    code = (
        "import locale, sys\n"
        "with open('x', 'w') as file:\n    print('图', locale.getlocale()[1], file=file)\n"
        "print(open('x').read(), sys.flags.utf8_mode)\n"
    )
    with Runner(timeout=30, method="spawn") as runner:
        assert runner.run(code) == Run("图 UTF-8\n 0\n")


def test_a_block_imports_nothing_of_the_press_it_was_started_from(runner):
    assert runner.run("import sys\nprint('pytest' in sys.modules)") == Run("False\n")


def test_the_press_keeps_its_own_environment_and_main_module(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    main, environment = sys.modules["__main__"], dict(os.environ)
    with handed_to_children():
        assert (os.environ.get("DISPLAY"), os.environ["PYTHONSAFEPATH"]) == (None, "1")
        assert not hasattr(sys.modules["__main__"], "__file__")
    assert sys.modules["__main__"] is main
    assert dict(os.environ) == environment
