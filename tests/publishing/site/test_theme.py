"""What a page tells machines: search engines, and those that show a link to it."""

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

import mlbook.publishing

THEME = Path(mlbook.publishing.__file__).parent / "theme"
SETTINGS = f"""
site_name: book
site_description: 书 · A book
theme:
  name: material
  custom_dir: {THEME}
  language: zh-en
  static_templates: [robots.txt]
  logo: logo.svg
plugins: [mlbook]
markdown_extensions: [mlbook.publishing.site.extension]
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


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build a book of two pages that lies at https://example.org/book/."""
    tmp_path = tmp_path_factory.mktemp("book")
    settings = f"site_url: https://example.org/book/\n{SETTINGS}"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# 首页 · Home\n", encoding="utf-8")
    (tmp_path / "docs" / "slope.md").write_text(PAGE, encoding="utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return tmp_path / "site"


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


def test_the_page_that_is_not_there_works_from_any_address(site):
    html = (site / "404.html").read_text(encoding="utf-8")
    assert '<script src="/book/assets/reading.js">' in html
    assert '<a href="/book/.">' in html
    assert "没有这一页" in html


def test_robots_are_told_of_the_sitemap_and_the_sitemap_of_the_pages(site):
    robots = (site / "robots.txt").read_text()
    assert robots.splitlines()[-1] == "Sitemap: https://example.org/book/sitemap.xml"
    assert "<loc>https://example.org/book/slope/</loc>" in (site / "sitemap.xml").read_text()
