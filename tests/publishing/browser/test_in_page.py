import builtins
import json
import os
import sys
import warnings

import matplotlib.pyplot as plt
import pytest

from mlbook.publishing.browser import in_page, session
from mlbook.publishing.browser.in_page import imports


@pytest.fixture(autouse=True)
def _interpreter_of_its_own(monkeypatch):
    """Restore the modules, the style and the `show` that a run leaves changed."""
    modules = dict(sys.modules)
    monkeypatch.setattr(plt, "show", plt.show)
    with plt.rc_context():
        yield
    plt.close("all")
    sys.modules.update(modules)


def run(code, output=None, figure=False, send=lambda text: None, cell=None, **exercise):
    """Run a block; `send` gets the pieces of its text."""

    def hear(message):
        if (said := json.loads(message))["kind"] == "text":
            send(said["text"])

    asked = {"code": code, "output": output, "figure": figure, "cell": cell, **exercise}
    return json.loads(in_page.run(json.dumps(asked), hear))


@pytest.mark.parametrize(
    ("code", "output", "same"),
    [
        ("print(0.1 + 0.2)", "0.3\n", True),
        ("print(0.4)", "0.3\n", False),
        ("print(1)", None, False),
        ("x = 1", None, True),
        ("1 / 0", "Traceback (most recent call last):\n    ...\nZeroDivisionError: no\n", False),
        (
            "print(1)\n[][0]",
            "1\nTraceback (most recent call last):\n    ...\nIndexError: list index out of range\n",
            True,
        ),
        ("[][0]", "1\n", False),
        ("import sys\nprint(1)\nprint('oh', file=sys.stderr)", "1\n", False),
    ],
)
def test_a_run_is_compared_with_the_page_as_the_press_does(code, output, same):
    assert run(code, output)["same"] == same


DRAWS = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n"


def test_a_figure_is_held_against_that_of_the_page():
    assert run(f"{DRAWS}plt.show()\n", figure=True)["same"]


@pytest.mark.parametrize(
    ("seed", "draw"),
    [
        ("import random\nrandom.seed(0)", "print(random.random())"),
        ("import numpy as np\nnp.random.seed(0)", "print(np.random.rand())"),
    ],
)
def test_a_seed_does_not_reach_the_next_block(seed, draw):
    texts = []
    for _ in range(2):
        run(seed)
        run(f"{seed.splitlines()[0]}\n{draw}", send=texts.append)
    assert len(set("".join(texts).split())) == 2


def test_a_figure_of_an_earlier_block_is_not_shown_again():
    run(DRAWS)
    assert run("import matplotlib.pyplot as plt\nplt.show()")["silent"]


def test_no_window_is_opened(monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: pytest.fail("a window"))
    assert run("import matplotlib.pyplot as plt\nplt.show()")["same"]


def test_future_imports_of_the_press_do_not_reach_a_block():
    texts = []
    run("def f(x: int): pass\nprint(f.__annotations__)", send=texts.append)
    assert "".join(texts) == "{'x': <class 'int'>}\n"


def test_a_figure_that_the_page_does_not_show_is_a_difference():
    assert not run(f"{DRAWS}plt.show()\n")["same"]


def test_an_error_shows_the_blocks_own_frames_and_lines():
    error = run("def f():\n    return 1 / 0\n\nf()\n")["error"]
    assert error.splitlines()[:3] == [
        "Traceback (most recent call last):",
        '  File "block.py", line 4, in <module>',
        "    f()",
    ]
    assert "return 1 / 0" in error
    assert "mlbook" not in error
    assert error.endswith("ZeroDivisionError: division by zero")


def test_a_syntax_error_shows_its_line():
    error = run("x = = 1")["error"]
    assert 'File "block.py", line 1\n    x = = 1\n' in error


def test_a_warning_quotes_the_line_of_its_own_block():
    warn = "print(w.formatwarning('oh', UserWarning, 'block.py', 2))"  # pytest keeps w.warn's
    for line in (warn, f"{warn}  # again"):
        texts = []
        run(f"import warnings as w\n{line}", send=texts.append)
        assert "".join(texts) == f"block.py:2: UserWarning: oh\n  {line}\n\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("name = 1", "name"),
        ("import mlbook\nmlbook.relu = None", "from mlbook import relu\nrelu(1)\nunknown"),
        (
            "import numpy as np\nnp.set_printoptions(precision=1)",
            "import numpy as np\nassert np.get_printoptions()['precision'] == 8\nunknown",
        ),
        ("open('left', 'w').close()", "open('left')"),
        (
            "import matplotlib.pyplot as plt\nplt.plot([1])",
            "import matplotlib.pyplot as plt\nassert not plt.get_fignums()\nunknown",
        ),
        ("import builtins\nbuiltins.name = 1", "name"),
    ],
)
def test_a_run_leaves_nothing_to_the_next(first, second):
    assert run(first)["error"] is None
    error = run(second)["error"].splitlines()[-1]
    assert error.startswith(("NameError", "FileNotFoundError"))


def test_the_globals_of_python_are_restored():
    before = list(sys.path), os.getcwd(), len, warnings.filters[:]
    code = (
        "import builtins, os, sys, warnings\nbuiltins.len = None\nsys.path.clear()\n"
        "os.chdir('/')\nwarnings.simplefilter('ignore')\n"
    )
    assert run(code)["error"] is None
    assert before == (sys.path, os.getcwd(), builtins.len, warnings.filters)


def test_the_environment_is_restored(monkeypatch):
    monkeypatch.setenv("MLBOOK_KEPT", "before")  # other names the press may be changing now
    code = "import os\nos.environ['MLBOOK_TRACE'] = os.environ.pop('MLBOOK_KEPT')"
    assert run(code)["error"] is None
    assert os.environ["MLBOOK_KEPT"] == "before"
    assert "MLBOOK_TRACE" not in os.environ


@pytest.mark.parametrize(
    ("code", "packages"),
    [
        ("import os.path, matplotlib.pyplot as plt", ["matplotlib", "os"]),
        ("def f():\n    from mlbook import relu", ["mlbook", "numpy"]),
        ("import mlbook.plotting", ["matplotlib", "mlbook", "numpy"]),
        ("from mlbook import plotting", ["matplotlib", "mlbook", "numpy"]),
        ("from . import x", []),
        ("import (", []),
        ("from IPython.display import clear_output", []),
    ],
)
def test_imports_lists_the_packages_of_a_block(code, packages):
    assert imports(code) == packages


@pytest.mark.parametrize(
    ("code", "imported"),
    [("import matplotlib.pyplot as plt", ["matplotlib.pyplot"]), ("import json", [])],
)
def test_pyplot_is_loaded_before_a_block_that_imports_matplotlib(monkeypatch, code, imported):
    before = []
    monkeypatch.setattr(session, "import_module", before.append)
    run(code)
    assert before == imported


@pytest.mark.parametrize(
    ("code", "silent", "value", "unshown"),
    [
        ("print(1)", False, None, False),
        ("import sys\nprint(1, file=sys.stderr)", False, None, False),
        ("x = 1", True, None, False),
        ("x = 1\nx + 1  # seen in a notebook", True, "x + 1", False),
        ("'a string'", True, None, False),
        ("(1 +\n2)", True, None, False),
        (f"'{'x' * 60}'.upper()", True, None, False),
        ("", True, None, False),
        ("x = = 1", True, None, False),
        (f"{DRAWS}plt.show()", False, "plt.show()", False),
        (DRAWS, True, "plt.plot([1, 2])", True),
    ],
)
def test_what_is_missing_is_told_for_a_hint(code, silent, value, unshown):
    answer = run(code)
    assert (answer["silent"], answer["value"], answer["unshown"]) == (silent, value, unshown)


# ---- The cells of a lab ----------------------------------------------------------------------


@pytest.fixture
def lab():
    """Runs cells one after another; afterwards a block has Python for itself again."""
    places = iter(["first", *["next"] * 9])
    yield lambda code, **page: run(code, cell=next(places), **page)
    run("")


def test_cells_see_what_those_above_have_made(lab):
    lab("import random\nfrom mlbook import relu as f\nopen('kept', 'w').close()\nrandom.seed(0)")
    assert lab("from mlbook import relu\nprint(relu is f)", output="True\n")["same"]
    assert lab("import os\nprint(os.listdir())", output="['kept']\n")["same"]
    assert lab("print(round(random.random(), 2))", output="0.84\n")["same"]


def test_the_first_cell_begins_anew(lab):
    run("x = 1", cell="first")
    assert lab("x")["error"].endswith("NameError: name 'x' is not defined")


def test_a_block_begins_anew_after_a_lab(lab):
    lab("x = 1")
    assert run("x")["error"].endswith("NameError: name 'x' is not defined")


REDRAWS = f"""from IPython.display import clear_output
for i in range(3):
    clear_output(wait=True)
    print(i)
    {DRAWS.splitlines()[1]}
    plt.show()
"""


def test_a_cell_that_redraws_is_held_against_its_last_figure(lab):
    lab(DRAWS.splitlines()[0])
    assert lab(REDRAWS, output="2\n", figure=True)["same"]


def test_figures_of_two_cells_are_told_apart(lab):
    lab(f"{DRAWS}plt.show()", figure=True)
    assert lab("plt.plot([3])\nplt.show()", figure=True)["same"]


def test_a_session_leaves_the_modules_of_jupyter_as_they_were():
    ours = {name: sys.modules.get(name) for name in ("IPython", "IPython.display")}
    run("import IPython.display")
    assert {name: sys.modules.get(name) for name in ours} == ours


def test_a_session_restores_a_jupyter_that_was_there(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", json)
    run("1")
    assert sys.modules["IPython"] is json


CHECK = 'assert x == 2, f"{x} 不是二 · {x} is not two"\n'


@pytest.mark.parametrize(
    ("role", "code", "output", "same", "diagnosis"),
    [
        ("start", "x = 2\nprint(x)\n", None, True, None),
        ("start", "x = 3\n", None, False, "3 不是二 · 3 is not two"),
        ("start", "y = 3\n", None, False, None),
        ("answer", "x = 2\n", None, True, None),
        ("wrong", "x = 3\n", "3 不是二 · 3 is not two\n", True, "3 不是二 · 3 is not two"),
        ("wrong", "x = 4\n", "3 不是二 · 3 is not two\n", False, "4 不是二 · 4 is not two"),
        ("wrong", "x = 2\n", "3 不是二 · 3 is not two\n", False, None),
    ],
)
def test_the_check_of_an_exercise_runs_after_the_program(role, code, output, same, diagnosis):
    answer = run(code, output, role=role, check=CHECK)
    assert (answer["same"], answer["diagnosis"]) == (same, diagnosis)


@pytest.mark.parametrize(("languages", "said"), [(["en"], "too small"), (["zh", "en"], None)])
def test_a_check_says_what_is_wrong_in_the_languages_of_the_book(languages, said):
    answer = run("x = 3\n", role="start", check='assert x == 2, "too small"\n', languages=languages)
    assert answer["diagnosis"] == said
