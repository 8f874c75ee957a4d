import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.notebooks.downloads import PLACE_OF_RUN, downloads_of, with_offers

BLOCK = "```python\nx = 1\n```\n"


def test_both_files_are_offered_under_the_title():
    html = with_offers("<h1>页</h1>\n<h1>x</h1>", "chapters/page.md", "chapters/page/")
    assert html.startswith('<h1>页</h1>\n<p class="offers"><a href="../page.ipy')
    assert '<a href="../page.py" download><span lang="zh">下载 Python 脚本</span>' in html
    assert html.endswith("</p>\n<h1>x</h1>")


def test_the_home_page_offers_them_at_its_end():
    html = with_offers("<h1>页</h1>\n<p>x</p>", "index.md", "")
    assert html.startswith('<h1>页</h1>\n<p>x</p>\n<p class="offers">')
    assert html.endswith("</p>")


@pytest.mark.parametrize(
    ("source", "url", "link"),
    [("index.md", "", "./index"), ("a.md", "a/", "../a"), ("labs/a.py", "labs/a/", "./a")],
)
def test_a_page_leads_to_its_downloads(source, url, link):
    assert f'<a href="{link}.ipynb" download>' in with_offers("<p>x</p>", source, url)


@pytest.mark.parametrize(
    ("source", "stem", "said"),
    [
        ("chapters/a.md", "chapters/a", "Every block of code runs on its own"),
        ("labs/a.py", "labs/a/a", "later cells use what earlier ones made"),
    ],
)
def test_a_page_with_blocks_can_be_downloaded_as_a_notebook_and_a_script(source, stem, said):
    chapter = parse_chapter(BLOCK, f"docs/{source}")
    files = dict(downloads_of(chapter, source, lambda target: "https://book/"))
    assert list(files) == [f"{stem}.ipynb", f"{stem}.py"]
    assert all("<https://book/>" in content and said in content for content in files.values())


def test_a_page_without_blocks_has_no_downloads():
    assert not list(downloads_of(parse_chapter("# 甲 · A\n"), "a.md", lambda target: None))


def test_only_a_lab_has_a_place_to_run_it_as_a_whole():
    assert PLACE_OF_RUN in with_offers("<h1>页</h1>", "labs/race.py", "labs/race/")
    assert PLACE_OF_RUN not in with_offers("<h1>页</h1>", "chapters/page.md", "chapters/page/")
