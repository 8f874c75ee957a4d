import json
import os

import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.nbconvertapp import NbConvertApp
from nbformat.v4 import new_code_cell, new_notebook

from mlbook.publishing.notebooks import jupyter
from mlbook.publishing.notebooks.jupyter import jupyter_in, set_up
from mlbook.publishing.notebooks.labs import parse_lab


def test_a_cell_may_take_as_long_as_a_block(tmp_path):
    settings = set_up(tmp_path, 60) / "jupyter" / "jupyter_nbconvert_config.py"
    assert "c.NotebookClient.timeout = 60.0\n" in settings.read_text()


def test_nbconvert_finds_the_templates_that_hand_over_notebooks(tmp_path):
    home = set_up(tmp_path, 60)
    with jupyter_in(home):
        app = NbConvertApp()
        app.load_config_file()
    exporter = HTMLExporter(config=app.config, template_file="mkdocs_html/notebook.html.j2")
    notebook = new_notebook(cells=[new_code_cell("x = 1")])
    assert json.loads(exporter.from_notebook_node(notebook)[0])["cells"][0]["source"] == "x = 1"


def test_what_is_kept_does_not_outlive_what_it_depends_on(tmp_path, monkeypatch):
    before = set_up(tmp_path, 60.0)
    assert set_up(tmp_path, 60.0) == before
    assert set_up(tmp_path, 61.0) != before
    lab = parse_lab("# %% [markdown]\n# # 甲 · A\n\n# %%\nimport mlbook\n\nx = 1\n")
    assert set_up(tmp_path, 60.0, [lab]) not in (before, set_up(tmp_path, 61.0))
    monkeypatch.setattr(jupyter.Dependencies, "of", lambda self, code: b"another package")
    assert set_up(tmp_path, 60.0) != before


@pytest.mark.parametrize(
    "code",
    [
        "import my_package",
        "from my_package import (\n    x,\n)",
        "if x := 1:\n    import my_package as y",
    ],
)
def test_what_is_kept_of_a_lab_depends_on_what_it_imports_in_whatever_form(
    tmp_path, monkeypatch, code
):
    monkeypatch.syspath_prepend(tmp_path)
    lab = parse_lab(f"# %% [markdown]\n# # 甲 · A\n\n# %%\n{code}\n\n")
    homes = []
    for content in ("x = 1\n", "x = 2\n"):
        (tmp_path / "my_package.py").write_text(content)
        homes.append(set_up(tmp_path / "cache", 60.0, [lab]))
    assert homes[0] != homes[1]


def test_the_environment_is_as_it_was_after_a_lab_even_if_it_fails(tmp_path):
    before = dict(os.environ)
    with jupyter_in(tmp_path):
        assert os.environ["IPYTHONDIR"] == str(tmp_path / "ipython")
        assert os.environ["JUPYTER_CONFIG_DIR"] == str(tmp_path / "jupyter")
        assert os.environ["MPLBACKEND"] == "module://matplotlib_inline.backend_inline"
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert dict(os.environ) == before
    with pytest.raises(KeyError), jupyter_in(tmp_path):
        os.environ.pop("no such name")
    assert dict(os.environ) == before
