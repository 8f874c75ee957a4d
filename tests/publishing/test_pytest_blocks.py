"""Blocks whose packages are missing are skipped, never passed."""

import pytest

from mlbook.publishing import pytest_blocks
from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking import needs
from mlbook.publishing.checking.proofs import ProofStore

PAGE = """# 页 · Page

```python title="needs jax"
import jax

print(2)
```

```text
2
```

```python
print(3)
```

```text
3
```
"""
REASON = "needs jax, which is not installed: pip install 'mlbook[jax]'"


@pytest.fixture
def project(pytester, monkeypatch):
    """A project with the page, in an environment without JAX."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(needs, "present", list)
    pytester.makeconftest('pytest_plugins = ["mlbook.publishing.pytest_plugin"]\n')
    pytester.makeini("[pytest]\nmlbook_timeout = 20\n")
    (pytester.path / "docs").mkdir()
    return pytester


def run(project, text, *options):
    (project.path / "docs" / "page.md").write_text(text, encoding="utf-8")
    return project.runpytest_inprocess("docs/page.md", *options)


def test_a_block_is_skipped_and_its_place_and_the_remedy_are_told(project):
    result = run(project, PAGE)
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines([f"not run: docs/page.md:3 {REASON}".replace("[", "[[]")])


def test_the_reason_is_that_of_pytest_too(project):
    result = run(project, PAGE, "-rs")
    result.stdout.fnmatch_lines([f"SKIPPED*: not run: docs/page.md:3 {REASON}".replace("[", "[[]")])


def test_other_skipped_tests_are_not_told(project):
    project.makepyfile("import pytest\ndef test(): pytest.skip('not today')")
    result = project.runpytest_inprocess()
    result.assert_outcomes(skipped=1)
    assert "not today" not in result.stdout.str()


def test_what_else_is_wrong_with_the_line_of_a_skipped_block_is_a_fault(project):
    result = run(project, PAGE.replace("needs jax", "needs jax, autograd"))
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["docs/page.md:3: the block does not use what its title says*"])


def test_an_output_that_nobody_proved_is_not_blessed(project):
    text = PAGE.replace("\n2\n", "\n4\n")
    run(project, text, "--bless").assert_outcomes(passed=1, skipped=1)
    assert (project.path / "docs" / "page.md").read_text(encoding="utf-8") == text


def test_an_exercise_is_skipped_with_each_of_its_programs(project):
    programs = (
        '```python title="start ★ needs jax"\nimport jax\n```\n\n'
        '```python title="check"\nassert x, "零 · Zero"\n```\n\n'
        '<details class="answer" markdown>\n<summary>答案 · Answer</summary>\n\n'
        '```python title="answer needs jax"\nimport jax\n\nx = 1\n```\n\n'
        '```python title="wrong"\nx = 0\n```\n\n```text\n零 · Zero\n```\n\n</details>\n'
    )
    page = "# 页 · Page\n\n## 练习 · Exercises {#exercises}\n\n### 甲 · A {#exercise-a}\n\n"
    run(project, page + programs).assert_outcomes(passed=1, skipped=2)


@pytest.fixture
def proofs(project):
    """The names of the proofs that are kept; each test begins with none."""
    directory = project.path / ".cache" / "mlbook" / "proofs"
    return lambda: {path.name for path in directory.glob("*")}


def test_what_was_proved_is_kept_for_the_build_and_only_that(project, proofs):
    run(project, PAGE.replace("\n3\n", "\n4\n"))
    assert proofs() == set()
    run(project, PAGE)
    page = read_chapter(project.path / "docs" / "page.md", project.path)
    store = ProofStore(project.path / ".cache" / "mlbook")
    assert proofs() == {store.path_of(page.blocks[1]).name}


def test_a_proof_that_is_kept_keeps_no_block_from_running_again(project, monkeypatch):
    run(project, PAGE).assert_outcomes(passed=1, skipped=1)
    monkeypatch.setattr(pytest_blocks, "fault", lambda *arguments: "it ran")
    run(project, PAGE).assert_outcomes(failed=1, skipped=1)


def test_the_output_that_a_blessing_replaced_is_not_proved(project, proofs):
    text = PAGE.replace("\n3\n", "\n4\n")
    run(project, text, "--bless").assert_outcomes(passed=1, skipped=1)
    assert proofs() == set()


def test_a_proof_that_cannot_be_written_is_no_fault_of_the_page(project):
    (project.path / ".cache").write_text("a file where the directory should be")
    run(project, PAGE).assert_outcomes(passed=1, skipped=1)
