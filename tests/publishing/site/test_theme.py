"""What a page tells machines: search engines, and those that show a link to it."""

import re

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

SETTINGS = """
site_name: book
site_description: 书 · A book
theme:
  name: material
plugins: [mlbook: {assets: [assets/card.png]}]
"""
PAGE = """---
description: 坡有多陡。 · How steep it is.
---

# 坡 · Slope & "hill"

<div lang="zh" markdown>
坡有多陡。
</div>

<div lang="en" markdown>
How steep it is.
</div>
"""


def write(folder, name, text):
    path = folder / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def built(folder, settings, chapter=None):
    """Build a book of two pages, or with a chapter of three, and return where it is."""
    (folder / "mkdocs.yml").write_text(f"{settings}{SETTINGS}", encoding="utf-8")
    write(folder, "index.md", "# 首页 · Home\n")
    write(folder, "slope.md", PAGE)
    write(folder, "assets/card.png", "")
    if chapter:
        write(folder, "chapters/slope.md", chapter)
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build a book of two pages that lies at https://example.org/book/."""
    return built(tmp_path_factory.mktemp("book"), "site_url: https://example.org/book/\n")


def test_a_link_to_a_page_shows_its_title_its_description_and_a_picture(site):
    html = (site / "slope" / "index.html").read_text(encoding="utf-8")
    title = "坡 · Slope &amp; &#34;hill&#34;"
    description = "坡有多陡。 · How steep it is."
    assert f"<title>{title} — book</title>" in html
    assert f'<meta property="og:title" content="{title} — book">' in html
    assert f'<meta property="og:description" content="{description}">' in html
    assert '<meta property="og:image" content="https://example.org/book/assets/card.png">' in html
    assert '<meta property="og:url" content="https://example.org/book/slope/">' in html
    assert f'<meta name="description" content="{description}">' in html


def test_a_page_without_a_description_of_its_own_has_that_of_the_site(site):
    html = (site / "index.html").read_text(encoding="utf-8")
    assert '<meta property="og:description" content="书 · A book">' in html
    assert '<meta name="description" content="书 · A book">' in html


def test_the_home_page_is_named_after_the_book_and_is_a_website(site):
    html = (site / "index.html").read_text(encoding="utf-8")
    assert "<title>首页 · Home — book</title>" in html
    assert '<meta property="og:title" content="首页 · Home — book">' in html
    assert '<meta property="og:type" content="website">' in html


def test_the_foot_of_a_page_speaks_of_nothing_that_is_not_set(site):
    html = (site / "slope" / "index.html").read_text(encoding="utf-8")
    assert not re.search("Repository|Version of|Report an error|None", html)


SET = """
repo_url: https://example.org/source
extra: {date: 2026-11-30, report: "https://example.org/new?title={page}"}
"""


def test_the_foot_of_a_page_says_what_is_set(tmp_path):
    html = (built(tmp_path, SET) / "slope" / "index.html").read_text(encoding="utf-8")
    assert '<a href="https://example.org/source">' in html
    assert '<time datetime="2026-11-30">2026-11-30</time>' in html
    assert '<a href="https://example.org/new?title=slope.md" rel="nofollow">' in html
    assert 'data-md-component="source"' not in html  # the theme would ask another host of it


def test_a_site_without_an_address_has_a_picture_of_its_own_all_the_same(tmp_path):
    html = (built(tmp_path, "") / "slope" / "index.html").read_text(encoding="utf-8")
    assert '<meta property="og:image" content="../assets/card.png">' in html
    assert "og:url" not in html


def test_the_contents_show_the_number_of_a_chapter_once(tmp_path):
    page = PAGE.replace("坡 · Slope", "坡 1 · Slope 1")
    html = (built(tmp_path, "", page) / "chapters" / "slope" / "index.html").read_text("utf-8")
    halves = '<span lang="zh">坡 1</span><span class="dot"> · </span><span lang="en">Slope 1'
    assert f'<span class="number">1</span> <span>{halves}' in html


DEEP = """
nav:
  - index.md
  - slope.md
  - 部 · Part:
      - 章 · One:
          - a.md
          - b.md
      - 节 · Two:
          - c.md
          - d.md
"""


def test_of_parts_of_parts_the_contents_list_the_pages_of_the_present_one_alone(tmp_path):
    for name in "abcd":
        write(tmp_path, f"{name}.md", f"# 甲 {name} · A {name}\n")
    html = (built(tmp_path, DEEP) / "a" / "index.html").read_text("utf-8")
    contents = html.partition('<nav class="contents"')[2].partition("</nav>")[0]
    links = re.findall('href="([^"]*)"', contents)
    assert links == ["..", "../slope/", "./", "./", "./", "../b/", "../c/"]


def test_the_page_that_is_not_there_works_from_any_address(site):
    html = (site / "404.html").read_text(encoding="utf-8")
    assert '<script src="/book/assets/reading.js">' in html
    assert '<a href="/book/.">' in html
    assert "没有这一页" in html


def test_robots_are_told_of_the_sitemap_and_the_sitemap_of_the_pages(site):
    robots = (site / "robots.txt").read_text()
    assert robots.splitlines()[-1] == "Sitemap: https://example.org/book/sitemap.xml"
    assert "<loc>https://example.org/book/slope/</loc>" in (site / "sitemap.xml").read_text()
