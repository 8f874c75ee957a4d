import os

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.bless import BlessError, Correction, correct, correction
from mlbook.publishing.running.run import Run

PAGE = "# 题 · T\n\n```python\nprint(2)\n```\n\n```text\n1\n```\n\n中文 · end\n"


def blessed(page, run, again=None):
    chapter = parse_chapter(page)
    change = correction(chapter, chapter.blocks[0], run, again or run)
    if isinstance(change, str):
        return change
    lines = page.splitlines()
    lines[change.first - 1 : change.last] = change.lines
    return "\n".join(lines) + "\n"


def apply(page, *corrections):
    correct(page, list(corrections), page.read_text(encoding="utf-8").splitlines())


def test_a_wrong_output_is_replaced_and_nothing_else():
    assert blessed(PAGE, Run("2\n")) == PAGE.replace("text\n1", "text\n2")


def test_a_missing_output_is_put_under_its_block():
    bare = PAGE.replace("\n```text\n1\n```\n", "")
    assert blessed(bare, Run("1\n")) == PAGE


def test_an_output_that_is_no_longer_printed_is_taken_away():
    assert blessed(PAGE, Run("")) == PAGE.replace("\n```text\n1\n```\n", "")


def test_the_indentation_of_the_block_is_kept():
    page = "- 甲 · A\n\n    ```python\n    print(1)\n    ```\n"
    assert blessed(page, Run("a\n\nb\n")).endswith("    ```text\n    a\n\n    b\n    ```\n")


def test_an_exception_is_blessed_where_the_page_shows_one():
    page = PAGE.replace("1\n```", "Traceback (most recent call last):\n    ...\nE: old\n```")
    assert "    ...\nE: new\n```" in blessed(page, Run(error="E: new"))


@pytest.mark.parametrize(
    ("run", "again", "reason"),
    [
        (Run("1\n"), Run("2\n"), "not blessed: the block prints differently every time"),
        (Run(complaint="x"), None, "not blessed: the block did not end well"),
        (Run(error="E: x"), None, "not blessed: the page does not say that this block raises"),
    ],
)
def test_unstable_or_failed_runs_are_not_blessed(run, again, reason):
    assert blessed(PAGE, run, again) == reason


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("\x1b[1m\n", "the line holds the control character '\\x1b'"),
        ("a\tb\n", "the line holds the control character '\\t'"),
        (">>> 1\n", "write code without a prompt"),
        ("In [1]: x\n", "write code without a prompt"),
        ("```\n", "the fence ``` is never closed"),
        ("```python\nx\n", "a Python block inside another block is not run"),
    ],
)
def test_what_no_page_can_show_is_not_blessed(printed, reason):
    refused = blessed(PAGE, Run(printed))
    assert refused.startswith("not blessed: a page cannot show what the block printed: ")
    assert reason in refused


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (Run("1e-17\n"), "chapter.md:3: printed 1e-17, which is nothing but rounding error"),
        (Run("2\n", figures=("<svg/>",)), "chapter.md:3: showed 1 figure(s), but no image"),
        (Run("a\rb\n"), "chapter.md:3: printed the control character '\\r'"),
        (Run("```\n\n```sh\nls\n"), "chapter.md:8: expected: \n     got: ```"),
    ],
)
def test_a_correction_that_leaves_the_block_wrong_is_refused(run, reason):
    assert blessed(PAGE, run).startswith(f"not blessed: still wrong would be {reason}")


def test_an_output_without_a_seed_names_the_cause():
    page = PAGE.replace("print(2)", "print(np.random.rand())")
    refused = blessed(page, Run("0.1\n"), Run("0.2\n"))
    assert refused.endswith(
        "every time\nthe block uses NumPy's global random state, which is "
        "another one in every run: pass on np.random.default_rng(seed)"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_line_endings_of_the_page_are_kept(tmp_path, newline):
    page = tmp_path / "x.md"
    page.write_bytes(PAGE.replace("\n", newline).encode())
    apply(page, Correction(7, 9, ("```text", "2", "```")))
    assert page.read_bytes().decode() == PAGE.replace("text\n1", "text\n2").replace("\n", newline)


def test_a_lone_carriage_return_ends_a_line_as_the_reader_counts_them(tmp_path):
    page = tmp_path / "x.md"
    page.write_bytes(b"1\r2\n3\n")
    correct(page, [Correction(3, 3, ("x",))], ["1", "2", "3"])
    assert page.read_bytes() == b"1\r2\nx\n"


@pytest.mark.parametrize(
    ("end", "change", "expected"),
    [
        ("```text\n1\n```", Correction(1, 3, ("```text", "2", "```")), "```text\n2\n```"),
        ("```python\nx\n```", Correction(4, 3, ("", "```text", "2", "```")),
         "```python\nx\n```\n\n```text\n2\n```"),
        ("a\nb", Correction(1, 1, ("c",)), "c\nb"),
    ],
)  # fmt: skip
def test_a_page_without_a_final_newline_keeps_it_so(tmp_path, end, change, expected):
    page = tmp_path / "x.md"
    page.write_bytes(end.encode())
    apply(page, change)
    assert page.read_bytes().decode() == expected


def test_several_corrections_do_not_disturb_each_other(tmp_path):
    page = tmp_path / "x.md"
    page.write_text("1\n2\n3\n4\n")
    apply(page, Correction(1, 1, ("a", "b")), Correction(3, 4, ("c",)))
    assert page.read_text() == "a\nb\n2\nc\n"


def test_a_read_only_page_is_left_alone(tmp_path, monkeypatch):
    page = tmp_path / "x.md"
    page.write_text("1\n")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(BlessError, match=r"x.md is read-only: nothing was blessed"):
        apply(page, Correction(1, 1, ("2",)))
    assert page.read_text() == "1\n"


def test_an_interruption_leaves_the_page_and_no_draft(tmp_path, monkeypatch):
    page = tmp_path / "x.md"
    page.write_text("1\n")

    def interrupted(draft, _):
        assert os.path.dirname(draft) == str(tmp_path)
        assert os.path.basename(draft).startswith(".x.md.")
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        apply(page, Correction(1, 1, ("2",)))
    assert page.read_text() == "1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]


def test_the_fence_of_an_output_stays_as_its_author_wrote_it():
    page = PAGE.replace("```text\n1\n```", '~~~~text title="a"\n1\n~~~~')
    assert blessed(page, Run("2\n")) == page.replace("\n1\n", "\n2\n")


def test_a_page_that_changed_while_its_blocks_ran_is_left_alone(tmp_path):
    page = tmp_path / "x.md"
    page.write_text("1\n2\n")
    with pytest.raises(BlessError, match=r"x.md has changed while its blocks ran"):
        correct(page, [Correction(1, 1, ("2",))], ["1"])
    assert page.read_text() == "1\n2\n"


def test_a_link_to_a_page_stays_one_and_the_page_keeps_its_mode(tmp_path):
    page, link = tmp_path / "x.md", tmp_path / "link.md"
    page.write_text("1\n")
    page.chmod(0o640)
    link.symlink_to(page)
    apply(link, Correction(1, 1, ("2",)))
    assert link.is_symlink()
    assert (page.read_text(), page.stat().st_mode & 0o777) == ("2\n", 0o640)


def test_a_page_whose_draft_cannot_be_made_is_left_alone(tmp_path):
    page = tmp_path / f"{'x' * 240}.md"  # no room in its name for that of a draft
    page.write_text("1\n")
    with pytest.raises(BlessError, match=r"cannot be written, nothing was blessed: .*too long"):
        apply(page, Correction(1, 1, ("2",)))
    assert page.read_text() == "1\n"


def test_a_page_that_is_gone_is_not_written_anew(tmp_path):
    with pytest.raises(BlessError, match=r"cannot be written, nothing was blessed: .*No such file"):
        correct(tmp_path / "x.md", [Correction(1, 1, ("2",))], ["1"])
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_no_longer_utf_8_has_changed(tmp_path):
    page = tmp_path / "x.md"
    page.write_bytes(b"\xff\n")
    with pytest.raises(BlessError, match=r"x.md has changed while its blocks ran"):
        correct(page, [Correction(1, 1, ("2",))], ["1"])
    assert page.read_bytes() == b"\xff\n"
