"""What the tools of an author are told: hooks of a commit, a dev container, lines for Pages."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
OURS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
(OFFERED,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PAGES = next(hook for hook in OURS["repos"][0]["hooks"] if hook["id"] == "pages")
PAGE = "```python\nprint(1)\n```\n\n```text\n{}\n```\n"


@pytest.mark.parametrize("hook", [PAGES, OFFERED], ids=["ours", "offered"])
def test_the_hook_takes_pages_and_labs_and_nothing_else(hook):
    files = re.compile(hook["files"])
    for path in ("docs/index.md", "docs/chapters/losses.md", "docs/labs/race.py"):
        assert files.search(path)
    for path in ("README.md", "mlbook/losses.py", "docs/assets/logo.svg", "tests/docs/a.md"):
        assert not files.search(path)


@pytest.mark.parametrize(("printed", "passes"), [("1", True), ("2", False)])
@pytest.mark.parametrize("hook", [PAGES, OFFERED], ids=["ours", "offered"])
def test_the_hook_refuses_a_commit_whose_page_is_not_true(tmp_path, hook, printed, passes):
    plugin = 'pytest_plugins = ["mlbook.publishing.pytest_plugin"]\n'
    (tmp_path / "conftest.py").write_text(plugin, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    for name, shown in (("touched.md", printed), ("other.md", "3")):
        (tmp_path / "docs" / name).write_text(PAGE.format(shown), encoding="utf-8")
    python, *words = shlex.split(hook["entry"])
    assert python == "python"
    command = [sys.executable, *words, "--rootdir=.", "docs/touched.md"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode == 0) == passes, done.stdout
    assert ("expected: 2" in done.stdout) != passes


def test_the_dev_container_has_what_the_checks_install():
    path = ROOT / ".devcontainer" / "devcontainer.json"
    container = json.loads(path.read_text(encoding="utf-8"))
    command = container["postCreateCommand"]
    needed = re.findall(r"^need \S+ (.+)$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    packages = {name.removesuffix("-headless-shell") for line in needed for name in line.split()}
    assert packages | {"fonts-noto-cjk"} <= set(command.split())
    assert "pip install -e '.[dev]'" in command
    assert container["forwardPorts"] == [8000]
    subprocess.run(["bash", "-n", "-c", command], check=True)


def test_the_lines_that_publish_a_book_use_the_actions_of_our_workflow():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1]
    ours = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    (job,) = yaml.safe_load(shown)["jobs"].values()
    for step in job["steps"]:
        if "uses" in step:
            name, _, version = step["uses"].partition("@")
            assert re.search(rf"{name}@[0-9a-f]{{40}} # {version}\.", ours), name
