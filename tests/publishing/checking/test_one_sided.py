import subprocess

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.one_sided import one_sided_changes

PASSAGE = '<div lang="zh" markdown>\n{}\n</div>\n\n<div lang="en" markdown>\n{}\n</div>\n\n'
TEXTS = [("甲。", "A."), ("乙。", "B.")]
CHINESE = "since the last commit only the Chinese of this passage has changed"
ENGLISH = "since the last commit only the English of this passage has changed"


def page(*texts):
    return "".join(PASSAGE.format(*each) for each in texts)


@pytest.fixture
def changes(tmp_path):
    """Return what is pointed out of a page that was committed and then changed."""
    (tmp_path / "x.md").write_text(page(*TEXTS), encoding="utf-8")
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "x.md"], [*author, "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return lambda *texts: list(one_sided_changes(parse_chapter(page(*texts), "x.md"), tmp_path))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([("甲。", "A."), ("丙。", "B.")], [f"x.md:9: {CHINESE}"]),
        ([("甲。", "C."), ("乙。", "B.")], [f"x.md:5: {ENGLISH}"]),
        ([("新。", "New."), ("甲。", "A."), ("乙！", "B.")], [f"x.md:17: {CHINESE}"]),
        ([("丙。", "A."), ("乙。", "C.")], [f"x.md:1: {CHINESE}", f"x.md:13: {ENGLISH}"]),
    ],
)
def test_a_change_of_one_language_is_pointed_out(changes, texts, found):
    assert changes(*texts) == found


@pytest.mark.parametrize(
    "texts",
    [TEXTS, TEXTS[::-1], TEXTS[:1], [*TEXTS, ("丙。", "C.")], [("丙。", "C."), ("乙。", "B.")]],
)
def test_a_change_of_both_languages_is_not(changes, texts):
    assert changes(*texts) == []


def test_a_new_page_and_a_folder_without_git_are_passed_over(tmp_path, monkeypatch):
    chapter = parse_chapter(page(*TEXTS), "x.md")
    assert not list(one_sided_changes(chapter, tmp_path))
    monkeypatch.setenv("PATH", "")
    assert not list(one_sided_changes(chapter, tmp_path))
