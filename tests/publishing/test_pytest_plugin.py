import sys

import pytest

BAD = """# 页 · Page

```python
print(4.07e-10)
```

```text
7.07e-10
```

```py
print(1)
```

<div lang="zh" markdown>
一。

二。
</div>

<div lang="en" markdown>
One.
</div>

```python
raise KeyError("x")
```
"""

LOADED = 'pytest_plugins = ["mlbook.publishing.pytest_plugin"]\n'
# What marks a worker of pytest-xdist: it collects all items, and runs those that it is sent.
WORKER = """
from mlbook.publishing import pytest_blocks as blocks


def pytest_configure(config):
    config.workerinput = {}


def pytest_runtestloop(session):
    begun, submit = [], blocks.submit_block
    blocks.submit_block = lambda page, each, *at: begun.append(each.line) or submit(page, each, *at)
    item, following = session.items[:2]
    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
    assert begun == [1, 4]
    return True
"""


@pytest.fixture
def project(pytester, monkeypatch):
    """A project whose conftest loads the press, as ours does."""
    monkeypatch.delenv("CI", raising=False)
    pytester.makeconftest(LOADED)
    pytester.makeini("[pytest]\nmlbook_timeout = 20\n")
    (pytester.path / "docs").mkdir()
    return pytester


def page(project, text, name="page.md"):
    path = project.path / "docs" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_fault_is_reported_with_file_line_expected_and_actual(project):
    page(project, BAD)
    result = project.runpytest("docs/page.md")
    result.assert_outcomes(failed=4)
    result.stdout.fnmatch_lines(
        [
            "*docs/page.md:8: expected: 7.07e-10",
            "*got: 4.07e-10",
            "*docs/page.md:11: write ```python and not ```py*",
            "*docs/page.md:15: the twins are not built alike: only the Chinese has*",
            "*docs/page.md:26: raised what the page does not show: KeyError: 'x'",
        ]
    )


def test_every_page_is_collected_and_one_can_be_chosen(project):
    good = "```python\nprint(1)\n```\n\n```text\n1\n```\n"
    page(project, good + good, "a.md")
    page(project, good, "b.md")
    (project.path / "README.md").write_text("```py\nno page\n```\n")
    project.runpytest().assert_outcomes(passed=3)
    project.runpytest("docs/b.md").assert_outcomes(passed=1)


def test_bless_corrects_what_is_no_longer_true_and_says_where(project):
    path = page(project, "```python\nprint(0.5, 2)\n```\n\n```text\n0.5 1\n```\n")
    result = project.runpytest("--bless")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["blessed docs/page.md:1"])
    assert path.read_text() == "```python\nprint(0.5, 2)\n```\n\n```text\n0.5 2\n```\n"
    project.runpytest().assert_outcomes(passed=1)


def test_bless_leaves_a_true_output_as_its_author_rounded_it(project):
    text = "```python\nprint(1 / 3)\n```\n\n```text\n0.333\n```\n"
    path = page(project, text)
    project.runpytest("--bless").assert_outcomes(passed=1)
    assert path.read_text() == text


def test_an_unwritable_page_does_not_keep_others_from_being_blessed(project, monkeypatch):
    wrong = "```python\nprint(1)\n```\n\n```text\n2\n```\n"
    first, second = page(project, wrong, "a.md"), page(project, wrong, "b.md")
    monkeypatch.setattr("os.access", lambda path, mode: path.name != "a.md")
    result = project.runpytest("--bless")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*a.md is read-only: nothing was blessed", "blessed docs/b.md:1"])
    assert (first.read_text(), second.read_text()) == (wrong, wrong.replace("2", "1"))


def test_blessing_twice_changes_nothing_the_second_time(project):
    path = page(
        project, "```python\nprint(1)\n```\n\n- 甲 · A\n\n    ```python\n    print(2)\n    ```"
    )
    project.runpytest("--bless").assert_outcomes(passed=2)
    once = path.read_bytes()
    project.runpytest("--bless").assert_outcomes(passed=2)
    assert path.read_bytes() == once
    assert once.decode().count("```text") == 2


def test_a_page_of_a_site_is_rendered_as_the_site_does(project):
    (project.path / "mkdocs.yml").write_text("site_name: x\n")
    page(project, "# 甲 · A\n\n[甲 · A](nowhere.md)\n")
    result = project.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["docs/page.md:3: the link nowhere.md leads to no file", "*page.md::line:1,column:1*"]
    )


def test_a_number_that_no_block_prints_is_a_fault_of_its_line(project):
    page(project, "# 甲 · A\n\n98.7 %\n")
    result = project.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["docs/page.md:3: no block of this page prints 98.7 % as*"])


def test_bless_refuses_an_output_that_changes_from_run_to_run(project):
    text = "```python\nimport random\nprint(random.random())\n```\n"
    path = page(project, text)
    result = project.runpytest("--bless")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["not blessed: the block prints differently every time"])
    assert path.read_text() == text


def test_continuous_integration_never_blesses(project, monkeypatch):
    monkeypatch.setenv("CI", "true")
    result = project.runpytest("--bless")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--bless is for people: continuous integration only checks*"])


def test_bless_is_refused_where_several_processes_share_the_items(project):
    project.makeconftest(LOADED + "def pytest_addoption(parser): parser.addoption('--dist')")
    result = project.runpytest("--bless", "--dist=load", "-p", "no:xdist")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--bless writes pages: run it in one process, without -n*"])


def test_a_worker_of_xdist_runs_the_blocks_of_its_item_and_of_the_next(project):
    project.makeconftest(LOADED + WORKER)
    page(project, "```python\nx = 1\n```\n" * 4)
    project.runpytest("-p", "no:xdist").assert_outcomes(passed=1)


def test_threads_that_start_blocks_get_the_interpreter_soon(project):
    before = sys.getswitchinterval()
    project.makepyfile("import sys\ndef test(): assert sys.getswitchinterval() < 0.001")
    project.runpytest_inprocess().assert_outcomes(passed=1)
    assert sys.getswitchinterval() == before


def test_two_faults_of_one_line_are_both_reported(project):
    page(project, "## 甲 · A {#a}\n\n## a {#a}\n")
    result = project.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*page.md:3: the heading is not*", "*page.md:3: the id a is*"])


def test_one_block_is_run_by_its_line(project):
    page(project, "```python\n1 / 0\n```\n\n```python\nx = 1\n```\n")
    project.runpytest("docs/page.md::line:5,column:1").assert_outcomes(passed=1)


def test_collect_only_runs_no_block(project):
    page(project, "```python\nopen('/nowhere/at/all', 'w')\n```\n\n" * 2)
    result = project.runpytest("--collect-only")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*line:1,column:1*", "*line:5,column:1*"])


def test_a_session_that_stops_early_begins_no_other_block(project):
    begun = project.path / "begun"
    code = f"import time\nopen({str(begun)!r}, 'a').write('x')\ntime.sleep(0.2)\n1 / 0"
    page(project, f"```python\n{code}\n```\n" * 60)
    project.runpytest("-x").assert_outcomes(failed=1)
    assert begun.stat().st_size < 30


def test_a_session_that_stops_early_ends_running_blocks(project):
    ended = project.path / "ended"
    slow = f"```python\nimport time\ntime.sleep(5)\nopen({str(ended)!r}, 'w')\n```\n"
    page(project, "```python\n1 / 0\n```\n" + slow)
    project.runpytest("-x").assert_outcomes(failed=1)
    assert not ended.exists()


@pytest.mark.parametrize("bless", [True, False])
def test_an_interrupted_run_blesses_nothing_and_says_so(project, bless):
    wrong = "```python\nprint(1)\n```\n\n```text\n2\n```\n"
    path = page(project, wrong)
    project.makepyfile("def test_interrupted():\n    raise KeyboardInterrupt")
    result = project.runpytest_inprocess(*["--bless"] * bless, no_reraise_ctrlc=True)
    assert ("interrupted: nothing was blessed" in result.stdout.str()) == bless
    assert path.read_text() == wrong


def test_a_lab_is_run_twice_as_a_script(project):
    lab = "# %% [markdown]\n# # 实验 · Lab\n\n# %%\nimport time\n\nprint(time.time_ns())\n"
    page(project, lab, "lab.py")
    result = project.runpytest("docs/lab.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["docs/lab.py:1: the lab, as a script: prints something else every*"]
    )
