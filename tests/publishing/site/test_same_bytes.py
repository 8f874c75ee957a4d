"""One commit is one site: two machines build it to the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SETTINGS = f"""
site_name: 书 · Book
site_url: https://example.org/book/
theme: {{name: material, custom_dir: {ROOT}/mlbook/publishing/theme, language: zh-en, font: false}}
plugins:
  - mlbook
  - mkdocstrings: {{handlers: {{python: {{options: {{docstring_style: numpy}}}}}}}}
  - search: {{lang: [zh, en]}}
markdown_extensions: [mlbook.publishing.site.extension]
"""
PAGES = {
    "chapters/page.md": """# 页 · Page

<div lang="zh" markdown>
设 $x^2$，学习率 `softmax`。[^1]
</div>

<div lang="en" markdown>
Let $x^2$, the rate `softmax`.[^1]
</div>

[^1]: 注 · Note

```python
import matplotlib.pyplot as plt

fig, (left, right) = plt.subplots(1, 2)
left.plot([1, 2], label="$x$")
left.legend()
right.imshow([[1, 2]])
plt.show()
```

![线 · A line](figures/line.svg)
""",
    "index.md": "# 首页 · Home\n",
    "names.md": "# 名 · Names\n\n::: mlbook.softmax\n",
}
ONE = {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "OPENBLAS_NUM_THREADS": "1"}
OTHER = {
    "PYTHONHASHSEED": "42",
    "TZ": "America/New_York",
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "2",
    "SOURCE_DATE_EPOCH": "1",
}


def build(home, pages, environment, umask):
    """Write a book's pages in their order, and build it in a process of its own."""
    for name, text in pages:
        path = home / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (home / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(home / "mkdocs.yml")]
    paths = {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    environment = {**os.environ, **paths, **environment}
    return subprocess.Popen(command, cwd=home.parent, env=environment, umask=umask)


def files_of(site):
    found = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


def test_another_machine_on_another_day_builds_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.delenv("MLBOOK_PYODIDE", raising=False)
    pages = list(PAGES.items())
    one, other = tmp_path / "one", tmp_path / "some where" / "else"
    builds = [build(one, pages, ONE, 0o022), build(other, pages[::-1], OTHER, 0o077)]
    assert [each.wait() for each in builds] == [0, 0]
    first, second = (files_of(home / "site") for home in (one, other))
    assert {"sitemap.xml.gz", "search/search_index.json", "chapters/page.ipynb"} <= first.keys()
    assert "chapters/figures/line.dark.svg" in first
    assert [name for name in first | second if first.get(name) != second.get(name)] == []
