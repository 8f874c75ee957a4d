"""Labs as pages of a site: MkDocs, mkdocs-jupyter and a real kernel."""

import json
import os

import nbclient
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mlbook.publishing import mkdocs_plugin
from mlbook.publishing.notebooks import jupyter

SETTINGS = """
site_name: 书 · Book
nav:
  - index.md
  - labs/my.py
plugins:
  - mkdocs-jupyter
  - mlbook
markdown_extensions: [mlbook.publishing.site.extension]
"""
LAB = """\
# %% [markdown]
# # 实验 · Lab
#
# <div lang="zh" markdown>
#
# 设 $x^2$，见[首页](../index.md#here)。
#
# </div>
#
# <div lang="en" markdown>
#
# Let $x^2$; see the [first page](../index.md#here).
#
# </div>

# %%
x = 1 < 2
print("a &", x, "\\u4e2d")

# %% 一条线 · A line
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.show()
print(plt.get_backend(), x)
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A book of a page and a lab."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # MkDocs's own theme writes the time of the build
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "docs" / "labs").mkdir(parents=True)
    home = "# 首页 · Home\n\n## 此处 · Here {#here}\n"
    (tmp_path / "docs" / "index.md").write_text(home, encoding="utf-8")
    write(tmp_path, LAB)
    return tmp_path


def write(project, script):
    (project / "docs" / "labs" / "my.py").write_text(script, encoding="utf-8")


def built(project):
    config = load_config(str(project / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return {
        path.relative_to(project / "site").as_posix(): path.read_bytes()
        for path in (project / "site").rglob("*")
        if path.is_file()
    }


def test_a_lab_is_run_once_and_is_a_page_like_any_other(project, monkeypatch):
    site = built(project)
    assert (project / ".cache" / "mlbook" / "labs").is_dir()
    html = site["labs/my/index.html"].decode()
    assert '<div class="twins">' in html
    assert html.count("<msup><mi>x</mi><mn>2</mn></msup>") == 2
    assert 'class="language-python highlight cell"' in html
    assert "<code>a &amp; True 中\n</code>" in html
    assert "inline True" in html
    assert 'href="../../#here"' in html
    assert '<img class="dark" src="../figures/lab-my-2.dark.svg" alt="一条线' in html
    assert "jp-" not in html
    assert "mermaid" not in html
    assert len(html) < 20_000
    assert b"#06478f" in site["labs/figures/lab-my-2.svg"]
    assert b"#4a90e2" in site["labs/figures/lab-my-2.dark.svg"]

    assert '<a href="./my.ipynb" download>' in html
    notebook = json.loads(site["labs/my/my.ipynb"])
    assert [cell["cell_type"] for cell in notebook["cells"]][-2:] == ["code", "code"]
    assert site["labs/my/my.py"].decode().startswith("# %% [markdown]")

    monkeypatch.setattr(nbclient.NotebookClient, "setup_kernel", None)  # whoever calls it fails
    assert built(project) == site
    monkeypatch.setattr(jupyter.Dependencies, "of", lambda self, code: b"another package")
    with pytest.raises(TypeError):
        built(project)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import sys; x = sys.stderr.write('careful')", "docs/labs/my.py:16: the cell writes to"),
    ],
)
def test_a_lab_that_fails_stops_the_build(project, code, message, caplog):
    before = dict(os.environ)
    write(project, LAB.replace("x = 1 < 2", code))
    with pytest.raises((Abort, nbclient.exceptions.CellExecutionError)):
        built(project)
    assert message in caplog.text
    assert dict(os.environ) == before


def test_a_lab_in_another_form_is_refused_before_it_is_run(project, caplog, monkeypatch):
    monkeypatch.setattr(mkdocs_plugin, "jupyter_in", None)
    write(project, LAB.replace("# Let", "# 1. Let"))
    with pytest.raises(Abort):
        built(project)
    assert "docs/labs/my.py:4: the twins are not built alike" in caplog.text
