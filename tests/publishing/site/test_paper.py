import re
import sys
from pathlib import Path

import pytest

from mlbook.publishing.site import paper
from mlbook.publishing.site.paper import main, whole_book

PAGE = '<title>{}</title><link rel="stylesheet" href="a.css">{}<article class="x">{}</article>'
HOME = (
    '<a href="chapters/one/">1</a><a href="chapters/one/#b">2</a><a href="https://x.org/#y">3</a>'
    '<a href="one.ipynb"><img src="figures/a.svg" loading="lazy"></a>'
    '<a href="#c">4</a><i id="c"></i><b title=\'5\'>5</b>'
)
ONE = '<p id="b"><a href="../../">1</a><a href=".">2</a><img src="../figures/b.svg"></p>'
BROWSER = f"""#!{sys.executable}
import pathlib, sys, urllib.request
*options, address = sys.argv[1:]
html = urllib.request.urlopen(address).read()
(pdf,) = [each.partition("=")[2] for each in options if each.startswith("--print-to-pdf=")]
pathlib.Path(pdf).write_bytes(html + " ".join(options).encode())
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of two pages, and a browser that writes its page and its options."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site/chapters/one").mkdir(parents=True)
    index = PAGE.format("Book", '<link rel="next" href="chapters/one/">', HOME)
    (tmp_path / "site/index.html").write_text(index, encoding="utf-8")
    one = PAGE.format("One", '<link rel="prev" href="../../">', ONE)
    (tmp_path / "site/chapters/one/index.html").write_text(one, encoding="utf-8")
    (browser := tmp_path / "browser").write_text(BROWSER, encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("MLBOOK_CHROMIUM", str(browser))
    return tmp_path / "site"


def test_the_pages_of_a_book_are_joined_in_its_order_and_mode(site):
    html = whole_book(site, "en")
    assert '<html lang="en" data-reading="en">' in html
    assert "<title>Book</title>" in html
    assert html.count('<link rel="stylesheet" href="a.css">') == 1
    assert re.findall('<article class="x" id="(.*?)">', html) == ["home", "chapters-one"]


def test_links_lead_to_the_pages_in_the_book_and_to_other_sites(site):
    html = whole_book(site, "zh")
    of_home = ["#chapters-one", "#chapters-one--b", "https://x.org/#y", "#home--c"]
    assert re.findall('<a href="(.*?)">', html) == [*of_home, "#home", "#chapters-one"]
    assert '<i id="home--c">' in html
    assert '<p id="chapters-one--b">' in html
    assert "one.ipynb" not in html
    assert "<b title='5'>5</b>" in html


def test_pictures_are_those_of_the_site_and_all_are_loaded(site):
    html = whole_book(site, "zh")
    assert re.findall('<img src="(.*?)">', html) == ["figures/a.svg", "chapters/figures/b.svg"]


@pytest.mark.parametrize(("user", "is_root"), [("root", True), ("reader", False)])
def test_each_mode_is_printed_to_a_file_and_the_site_stays_as_it_was(
    site, capsys, monkeypatch, user, is_root
):
    monkeypatch.setattr(paper.getpass, "getuser", lambda: user)
    before = sorted(site.rglob("*"))
    assert main([str(site)]) == 0
    assert [Path(line).name for line in capsys.readouterr().out.splitlines()] == [
        "book-zh.pdf",
        "book-en.pdf",
    ]
    printed = Path("book-en.pdf").read_text(encoding="utf-8")
    assert printed.startswith(whole_book(site, "en"))
    assert ("--no-sandbox" in printed) == is_root
    assert sorted(site.rglob("*")) == before


def test_a_mode_that_there_is_not_is_refused(site, capsys):
    with pytest.raises(SystemExit):
        main([str(site), "fr"])
    assert "no reading mode: fr" in capsys.readouterr().err


def test_without_chromium_the_command_says_how_to_name_it(site, capsys, monkeypatch):
    monkeypatch.delenv("MLBOOK_CHROMIUM")
    monkeypatch.setattr(paper.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit):
        main([str(site)])
    assert "MLBOOK_CHROMIUM" in capsys.readouterr().err
