import os
import sys

from mlbook.publishing.running.environment import handed_to_children, search_path
from mlbook.publishing.running.run import Run

LEFT_OUT = ["DISPLAY", "WAYLAND_DISPLAY", "PYTHONWARNINGS", "MATPLOTLIBRC"]
THREADS = [f"{name}_NUM_THREADS" for name in "OMP OPENBLAS MKL VECLIB_MAXIMUM NUMEXPR".split()]


def test_a_block_inherits_the_environment_but_for_what_differs_by_machine(runner, monkeypatch):
    for name in ("MLBOOK_DATA", *LEFT_OUT, *THREADS):
        monkeypatch.setenv(name, "ignore")
    code = (
        "import os, sys\n"
        "print(os.environ['MLBOOK_DATA'], sys.flags.utf8_mode)\n"
        f"print([name for name in {LEFT_OUT} if name in os.environ])\n"
        f"print({{os.environ[name] for name in {THREADS}}})\n"
    )
    assert runner.run(code) == Run("ignore 1\n[]\n{'1'}\n")


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


def test_a_block_has_the_arguments_and_the_search_path_of_a_script(runner):
    run = runner.run("import sys\nprint(sys.argv)\nprint(*sys.path, sep='\\n')", "page.md")
    assert run.printed.splitlines() == ["['page.md']", *search_path()]
    assert "" not in search_path()


def test_a_block_imports_nothing_of_the_press_it_was_started_from(runner):
    assert runner.run("import sys\nprint('pytest' in sys.modules)") == Run("False\n")


def test_the_press_keeps_its_own_environment_and_main_module(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("PYTHONUTF8", raising=False)
    main, environment = sys.modules["__main__"], dict(os.environ)
    with handed_to_children():
        assert (os.environ.get("DISPLAY"), os.environ["PYTHONUTF8"]) == (None, "1")
        assert not hasattr(sys.modules["__main__"], "__file__")
    assert sys.modules["__main__"] is main
    assert dict(os.environ) == environment
