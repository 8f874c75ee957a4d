import json
import re
from pathlib import Path

import nbformat
import pytest

from mlbook.publishing.chapters.numbering import Numbering
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.chapters.reader import parse_chapter, read_chapter
from mlbook.publishing.mkdocs_options import read_options
from mlbook.publishing.notebooks.cells import cells_of
from mlbook.publishing.notebooks.notebook import notebook_of, script_of

ROOT = Path(__file__).parents[3]
PATHS = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "tests" / "needs.md"]
READ = [read_chapter(path, ROOT) for path in PATHS]
NUMBERING = Numbering(READ, read_options(ROOT))
PAGES = [NUMBERING.numbered(page) for page in READ]
SCRIPT = re.compile(r"^%%writefile block-\d+\.py\n")
PAGE = """# 页 · Page

甲 · A

```python
print(1)
print(2)
```

```text
1
2
```

```python
x = 1
```

```python
import numpy as np

print("before")
np.linalg.inv([[0]])
```

```text
before
Traceback (most recent call last):
    ...
numpy.linalg.LinAlgError: Singular: matrix
```

```python
raise KeyError
```

```text
Traceback (most recent call last):
    ...
KeyError
```
"""


def cells(text=PAGE):
    return cells_of(parse_chapter(text, "docs/page.md"), lambda target: None)


def test_blocks_are_code_cells_with_the_outputs_of_the_page():
    notebook = json.loads(notebook_of(cells()))
    about, prose, first, silent, failing, bare = notebook["cells"]
    assert about["id"] == "about"
    assert prose == {
        "cell_type": "markdown",
        "id": "line-1",
        "metadata": {},
        "source": ["# 页 · Page\n", "\n", "甲 · A"],
    }
    assert first == {
        "cell_type": "code",
        "execution_count": None,
        "id": "line-5",
        "metadata": {},
        "outputs": [{"name": "stdout", "output_type": "stream", "text": ["1\n", "2\n"]}],
        "source": ["print(1)\n", "print(2)"],
    }
    assert silent["outputs"] == []
    assert failing["metadata"] == bare["metadata"] == {"tags": ["raises-exception"]}
    assert failing["outputs"] == [
        {"name": "stdout", "output_type": "stream", "text": ["before\n"]},
        {
            "output_type": "error",
            "ename": "LinAlgError",
            "evalue": "Singular: matrix",
            "traceback": [
                "Traceback (most recent call last):",
                "    ...",
                "numpy.linalg.LinAlgError: Singular: matrix",
            ],
        },
    ]
    assert (bare["outputs"][0]["ename"], bare["outputs"][0]["evalue"]) == ("KeyError", "")


def test_a_notebook_says_that_it_is_python():
    assert json.loads(notebook_of(cells()))["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
    }


def test_a_notebook_is_laid_out_as_jupyter_does():
    notebook = json.loads(notebook_of(cells()))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook_of(cells()).startswith('{\n "cells": [\n  {\n   "cell_type": "markdown",')
    assert notebook_of(cells()).endswith("\n}\n")
    assert "甲 · A" in notebook_of(cells())


def test_a_script_comments_what_raises():
    script = script_of(cells())
    _, rest = script.split("# # 页 · Page\n")
    assert rest == (
        "#\n# 甲 · A\n\n# %%\nprint(1)\nprint(2)\n\n# %%\nx = 1\n\n# %%\n"
        "# 这段代码会出错，所以这里只作注释 · This block raises, so here it is a comment\n"
        '# import numpy as np\n#\n# print("before")\n# np.linalg.inv([[0]])\n\n# %%\n'
        "# 这段代码会出错，所以这里只作注释 · This block raises, so here it is a comment\n"
        "# raise KeyError\n"
    )
    exec(compile(script, "page.py", "exec"), {})


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.blocks], ids=lambda page: page.path
)
def test_every_page_is_a_valid_notebook_and_a_script_without_syntax_errors(page):
    cells = cells_of(page, lambda target: None)
    notebook = nbformat.reads(notebook_of(cells), as_version=4)
    nbformat.validate(notebook)
    kept = {cell.id: cell for cell in notebook.cells}
    assert [kept[cell.id].source for cell in cells if not cell.is_script] == [
        cell.source for cell in cells if not cell.is_script
    ]
    written = [cell for cell in notebook.cells if '[sys.executable, "block-' not in cell.source]
    code = [SCRIPT.sub("", cell.source) for cell in written if cell.cell_type == "code"]
    # The start of an exercise is a cell of its own, above that of the check.
    programs = [each.code.text if each.role == "start" else each.program for each in page.blocks]
    assert code == [program.strip("\n") for program in programs]
    compile(script_of(cells), page.path, "exec")
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not any(
        sign in prose for sign in ("<div", "{#", "[]", "label{", ".md)", "](#", "<summary")
    )


EXERCISE = """# 页 · Page

### 二 · Two {#exercise-two}

```python title="start ★"
x = 0
```

```python title="check"
assert x == 2, "不是二 · Not two"
```

```python title="answer"
x = 2
```

```python title="wrong"
x = 3
```

```text
不是二 · Not two
```
"""


def cells_of_exercise():
    cells = cells_of(parse_chapter(EXERCISE), lambda target: None)
    notebook = json.loads(notebook_of(cells))
    return cells, [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_a_check_has_a_cell_below_the_start_and_follows_other_programs_in_theirs():
    check = 'assert x == 2, "不是二 · Not two"'
    sources = ["".join(cell["source"]) for cell in cells_of_exercise()[1]]
    assert sources == ["x = 0", check, f"x = 2\n\n{check}", f"x = 3\n\n{check}"]


def test_the_cells_of_an_exercise_that_raise_are_marked():
    tags = [cell["metadata"].get("tags", []) for cell in cells_of_exercise()[1]]
    assert tags == [[], ["raises-exception"], [], ["raises-exception"]]


def test_a_wrong_program_shows_the_error_of_its_check():
    [output] = cells_of_exercise()[1][-1]["outputs"]
    assert (output["ename"], output["evalue"]) == ("AssertionError", "不是二 · Not two")


def test_an_exercise_as_a_script_ends_well():
    exec(script_of(cells_of_exercise()[0]), {})


STARTING = """# 页 · Page

```python title="needs processes"
import multiprocessing

print(multiprocessing.cpu_count() > 0)
```

```text
True
```

```python title="needs jax, autograd"
import autograd, jax
```

### 二 · Two {#exercise-two}

```python title="start ★ needs processes"
import subprocess
```

```python title="check needs processes"
import subprocess
```

```python title="answer"
x = 2
```
"""


def code_of(text):
    notebook = json.loads(notebook_of(cells(text)))
    nbformat.validate(nbformat.reads(json.dumps(notebook), as_version=4))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_a_block_that_starts_processes_is_written_as_a_script_and_run_as_one():
    script, runs, *_ = code_of(STARTING)
    assert "".join(script["source"]).startswith("%%writefile block-3.py\nimport multiprocessing\n")
    assert (script["id"], script["outputs"]) == ("line-3-script", [])
    assert (runs["id"], runs["metadata"]) == ("line-3", {})
    assert '[sys.executable, "block-3.py"]' in "".join(runs["source"])
    assert runs["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["True\n"]}]


@pytest.mark.parametrize(
    ("code", "is_script"),
    [("import os\nos.environ['A'] = '1'", True), ("import os\nprint(os.environ)", False)],
)
def test_a_block_that_sets_the_environment_of_what_it_imports_is_a_script(code, is_script):
    cell = cells(f"```python\n{code}\n```\n")[1]
    assert cell.is_script == is_script


def test_what_a_script_raises_is_text_in_its_notebook():
    traceback = "Traceback (most recent call last):\n    ...\nKeyError\n"
    block = '```python title="needs processes"\nimport subprocess\n\nraise KeyError\n```\n'
    _, runs = code_of(f"# 页 · Page\n\n{block}\n```text\n{traceback}```\n")
    assert runs["metadata"] == {}
    assert "".join(runs["outputs"][0]["text"]) == traceback


def test_other_needs_and_the_two_cells_of_a_start_need_no_script():
    sources = ["".join(cell["source"]) for cell in code_of(STARTING)[2:]]
    assert sources[:3] == ["import autograd, jax", "import subprocess", "import subprocess"]
    assert sources[3].startswith("%%writefile block-27.py\nx = 2\n")


def test_a_script_comments_what_has_to_be_a_script_of_its_own():
    script = script_of(cells(STARTING))
    assert "This block has to be a script of its own" in script
    assert "\n# import multiprocessing\n" in script
    assert "\nimport autograd, jax\n" in script


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (PAGE, "-e ."),
        (STARTING, '-e ".[autograd,jax]"'),
        (STARTING.replace("jax, ", ""), '-e ".[au'),
    ],
)
def test_a_notebook_says_what_to_install_for_its_blocks(text, what):
    options = Options(notebook={"install": "pip install -e {package} jupyterlab"})
    page = parse_chapter(text, "docs/page.md", options)
    about = cells_of(page, lambda target: None)[0]
    assert f"\npip install {what}" in about.source


def test_a_notebook_of_any_book_names_the_packages_that_its_blocks_need():
    assert "\npip install autograd jax jupyterlab\n" in cells(STARTING)[0].source
