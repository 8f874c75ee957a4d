import builtins
import json
import os
import sys
import warnings

import matplotlib.pyplot as plt
import pytest

from mlbook.publishing.browser import in_page
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


def run(code, output=None, figure=False, send=lambda text: None):
    asked = {"code": code, "output": output, "figure": figure}
    return json.loads(in_page.run(json.dumps(asked), send))


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


def test_a_figure_is_drawn_for_light_and_for_dark_pages():
    answer = run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n", figure=True)
    (figure,) = answer["figures"]
    assert answer["same"]
    assert "#06478f" in figure["light"]
    assert "#4a90e2" in figure["dark"]
    assert (figure["width"], figure["height"]) == (614, 384)


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
    code = "import matplotlib.pyplot as plt\nplt.figure('{}').subplots().plot([1, 2])\nplt.show()"
    assert [len(run(code.format(name))["figures"]) for name in ("a", "b")] == [1, 1]


def test_no_window_is_opened(monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: pytest.fail("a window"))
    assert run("import matplotlib.pyplot as plt\nplt.show()")["same"]


def test_future_imports_of_the_press_do_not_reach_a_block():
    texts = []
    run("def f(x: int): pass\nprint(f.__annotations__)", send=texts.append)
    assert "".join(texts) == "{'x': <class 'int'>}\n"


def test_a_figure_that_the_page_does_not_show_is_a_difference():
    assert not run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n")["same"]


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


def test_a_block_prints_while_it_runs(monkeypatch):
    heard = []
    monkeypatch.setattr(builtins, "heard", heard, raising=False)
    monkeypatch.setattr(in_page, "PAUSE", -1)
    run("print('first')\nprint(str(heard))\n", send=heard.append)
    assert "".join(heard) == "first\n['first', '\\n']\n"


def test_quick_prints_are_sent_together(monkeypatch):
    heard = []
    monkeypatch.setattr(in_page.time, "monotonic", lambda: 1000.0)
    run("for i in range(100):\n    print(i)\n", send=heard.append)
    assert heard == ["0", "".join(f"\n{i}" for i in range(1, 100)) + "\n"]


def test_endless_output_is_cut():
    heard = []
    assert run("print('x' * 200_000)\nprint(1)", send=heard.append)["same"] is False
    assert "".join(heard) == "x" * in_page.OUTPUT_LIMIT + "\n…"


def test_output_that_goes_on_at_exactly_the_limit_is_cut(monkeypatch):
    heard = []
    monkeypatch.setattr(in_page, "OUTPUT_LIMIT", 2)
    run("print(1)\nprint(2)\nprint(3)", send=heard.append)
    assert "".join(heard) == "1\n\n…"
    heard.clear()
    run("print(1)", send=heard.append)
    assert "".join(heard) == "1\n"


@pytest.mark.parametrize(
    ("code", "packages"),
    [
        ("import os.path, matplotlib.pyplot as plt", ["matplotlib", "os"]),
        ("def f():\n    from mlbook import relu", ["mlbook", "numpy"]),
        ("import mlbook.plotting", ["matplotlib", "mlbook", "numpy"]),
        ("from mlbook import plotting", ["matplotlib", "mlbook", "numpy"]),
        ("from . import x", []),
        ("import (", []),
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
    monkeypatch.setattr(in_page, "import_module", before.append)
    run(code)
    assert before == imported


def test_write_returns_the_number_of_characters():
    assert run("import sys\nprint(sys.stdout.write('四个字\\n'))", "四个字\n4\n")["same"]
