import json

import pytest

from mlbook.publishing.notebooks.cells import cells_of
from mlbook.publishing.notebooks.labs import (
    LabError,
    parse_lab,
    read_lab,
    with_outputs,
)

LAB = """\
# %% [markdown]
# # 实验 · Lab
#
# <div lang="zh" markdown>
#
# 中文
#
# </div>
#
# <div lang="en" markdown>
#
# English
#
# </div>

# %% 一条线 · A line
x = 1
print(x)


# %%
print(x + 1)
"""
SVG = '<svg width="72pt" height="36pt"/>'
DRAWN = {"output_type": "display_data", "data": {"image/svg+xml": SVG, "text/plain": "<Figure>"}}
PRINTED = {"output_type": "stream", "name": "stdout", "text": "1\n"}
SECOND = {**PRINTED, "text": "2\n"}
VALUE = {"output_type": "execute_result", "data": {"text/plain": "2"}}


def ran(*outputs, sources=("x = 1\nprint(x)", "print(x + 1)"), title="一条线 · A line", count=1):
    """Return a notebook whose first cell made `outputs`, and whose second printed 2."""
    made = zip(sources, (list(outputs), [SECOND]), ({"title": title}, {}), strict=True)
    cells = [{"cell_type": "markdown", "source": "words"}]
    for source, out, metadata in made:
        cell = {"cell_type": "code", "source": source, "outputs": out, "metadata": metadata}
        cells.append({**cell, "execution_count": count})
    return json.dumps({"cells": cells})


def test_the_lines_of_a_lab_are_those_of_its_script():
    lab = parse_lab(LAB)
    assert not lab.problems
    assert (lab.headings[0].line, lab.twins[0].line, lab.twins[0].en_line) == (2, 4, 10)
    assert [(block.line, block.code.text) for block in lab.blocks] == [
        (16, "x = 1\nprint(x)\n"),
        (21, "print(x + 1)\n"),
    ]


def test_a_lab_names_its_path_from_the_root(tmp_path):
    (tmp_path / "lab.py").write_text(LAB, encoding="utf-8")
    assert read_lab(tmp_path / "lab.py", tmp_path).path == "lab.py"


@pytest.mark.parametrize(
    ("script", "line", "message"),
    [
        (LAB.replace("\n\n\n# %%\n", "\n# %%\n"), 19, "a blank line goes before each cell"),
        (LAB.replace("# English", "English"), 12, "every line of a Markdown cell begins with #"),
        (LAB.replace("# English", "#English"), 12, "every line of a Markdown cell begins with #"),
        (
            LAB.replace("# 实验 · Lab", "# Lab"),
            2,
            "the heading is not `中文 · English`: one ` · ` has to part the two languages: Lab",
        ),
    ],
)
def test_a_lab_in_another_form_is_refused_with_its_line(script, line, message):
    problem = parse_lab(script).problems[0]
    assert (problem.line, problem.message) == (line, message)


def test_all_that_is_wrong_with_a_lab_is_told_from_the_top():
    script = LAB.replace("# English", "English").replace("# 实验 · Lab", "# Lab")
    assert [problem.line for problem in parse_lab(script).problems][:2] == [2, 12]


def test_a_lab_may_end_with_words():
    lab = parse_lab(LAB + "\n# %% [markdown]\n# ## 完 · The end {#end}\n")
    assert not lab.problems
    assert (lab.headings[1].line, lab.blocks[1].code.text) == (25, "print(x + 1)\n")


def test_a_markdown_cell_may_be_followed_by_another():
    assert not parse_lab(
        LAB.replace("#\n# </div>\n\n", "#\n# </div>\n# %% [markdown]\n\n")
    ).problems


def test_outputs_go_under_their_cells_text_first():
    chapter, figures = with_outputs(parse_lab(LAB, "docs/labs/my.py"), ran(DRAWN, PRINTED))
    first, second = chapter.blocks
    assert (first.output.text, second.output.text) == ("1\n", "2\n")
    assert (first.image.figure, first.image.caption) == ("lab-my-1", "一条线 · A line")
    assert second.image is None
    assert figures == {"lab-my-1": SVG}
    assert [twins.zh for twins in chapter.twins] == ["\n中文\n"]


def test_a_cell_may_be_silent():
    chapter, figures = with_outputs(parse_lab(LAB), ran())
    assert chapter.blocks[0].output is None
    assert not figures


@pytest.mark.parametrize(
    ("notebook", "message"),
    [
        (ran({**PRINTED, "name": "stderr"}), "lab.py:16: the cell writes to standard error: 1"),
        (ran(DRAWN, DRAWN), "lab.py:16: the cell draws 2 figures: make it as many cells"),
        (ran({"data": {"image/png": ""}}), "lab.py:16: a lab shows what it prints and plots"),
        (
            ran({"data": {**DRAWN["data"], "text/plain": "<IPython.core.display.SVG object>"}}),
            "svg",
        ),
        (
            ran({"output_type": "error", "ename": "E"}),
            "lab.py:16: a lab shows what it prints and plots",
        ),
        (ran(VALUE), "lab.py:16: a lab shows what it prints and plots, not"),
        (ran({**PRINTED, "text": "5.6e-17\n"}), "lab.py:16: printed 5.6e-17, which is nothing but"),
        (ran(count=None), "lab.py:16: Jupyter has not run the cell"),
        (ran(DRAWN, title=""), "lab.py:19: the caption is not `中文 · English`"),
        (
            ran(sources=("x = 1", "print(x + 1)")),
            "lab.py: Jupyter reads other cells than the press",
        ),
    ],
)
def test_what_a_page_cannot_show_is_refused(notebook, message):
    with pytest.raises(LabError, match=message):
        with_outputs(parse_lab(LAB), notebook)


@pytest.mark.parametrize(
    "marker",
    [
        '# %% tags=["skip-execution"]', '# %% tags=["raises-exception"]',
        '# %% 一条线 · A line tags=["remove-output"]', '# %% {"tags": ["hide-input"]}',
        '# %% 一条线 · A line {"tags": []}', "# %% 一条线 · A line key=1", '# %% active="py"',
        "# %% [raw]", "# %%%", "# %% [markdown] tags=[]", "# %% %%time",
    ],
)  # fmt: skip
def test_no_metadata_exempts_a_cell(marker):
    script = LAB.replace("# %% 一条线 · A line", marker)
    assert script != LAB
    assert parse_lab(script).problems


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("%time x = 1", 18), ("!ls", 18), ("x = !ls", 18), ("x?", 18), ("%%time", 18),
        ("x = (", 18), ("# %matplotlib inline", 16), ("# !ls", 16), ("# ls", 16), ("# x = !ls", 16),
        ("# x?", 16),
        ("#%%", 1), ("# <codecell>", 1), ("# In[1]:", 1), ("# %% [raw]", 18),
    ],
)  # fmt: skip
def test_no_command_of_ipython_stands_in_a_cell(command, line):
    problems = parse_lab(LAB.replace("print(x)", f"{command}\nprint(x)")).problems
    assert problems[0].line == line


@pytest.mark.parametrize(
    "typed",
    [
        "```text\n# 2\n# ```", "```python\n# print(2)\n# ```", "```sh\n# pytest\n# ```",
        "~~~text\n# 2\n# ~~~", "![甲 · A](figures/a.svg)", "![甲 · A](a.png)",
    ],
)  # fmt: skip
def test_no_output_is_typed_under_a_cell(typed):
    assert parse_lab(f"{LAB}\n# %% [markdown]\n# {typed}\n").problems


@pytest.mark.parametrize("header", ["# ---\n# jupyter:\n#   a: 1\n# ---\n\n", "# words\n", "\n"])
def test_a_lab_has_no_header(header):
    problems = [(each.line, each.message) for each in parse_lab(header + LAB).problems]
    assert (1, "a lab begins with # %% [markdown], and has no header") in problems


def test_a_number_of_the_prose_is_one_that_a_cell_prints():
    script = LAB + "\n# %% [markdown]\n# 125 {}\n"
    printed = {**PRINTED, "text": "125\n"}
    assert with_outputs(parse_lab(script.format("")), ran(printed, DRAWN))
    with pytest.raises(LabError, match=r"^lab.py:25: no block of this page prints 126 "):
        with_outputs(parse_lab(script.format("126")), ran(printed, DRAWN))


def test_the_notebook_to_take_home_says_that_cells_build_on_each_other():
    about, *cells = cells_of(parse_lab(LAB), lambda target: None, "https://book/lab/")
    assert about.id == "about"
    assert cells[0].id == "line-2"
    assert "<https://book/lab/>" in about.source
    assert "later cells use what earlier ones made" in about.source
    assert [cell.source for cell in cells if cell.block] == ["x = 1\nprint(x)", "print(x + 1)"]
    assert "`lab.py`" in cells_of(parse_lab(LAB), lambda target: None)[0].source
