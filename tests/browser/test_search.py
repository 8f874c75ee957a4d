"""The search finds what readers look for, in both languages, and says so when it does not."""

import re
from pathlib import Path

import pytest

from mlbook.publishing.chapters.glossary import terms_of
from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.search.words import name

ROOT = Path(__file__).parents[2]
QUERIES = [
    line.split(" -> ")
    for line in (ROOT / "tests/browser/queries.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
GLOSSARY = read_chapter(ROOT / "docs" / "glossary.md", ROOT)
TERMS = [
    (word, section)
    for section, words in terms_of({"glossary.md": GLOSSARY}).items()
    for word in words
]
SHOWN = (
    "links => links.map(link => link.href.replace(document.baseURI, '').replace(/[?][^#]*/, ''))"
)


@pytest.fixture(scope="module")
def search(browser, address):
    """A function that types into the search and returns the links of the first three results."""
    with browser.new_context(base_url=address, locale="zh-CN") as context:
        page = context.new_page()
        page.goto("")
        page.keyboard.press("/")

        def results(words):
            page.fill("dialog.search input", "")
            page.wait_for_selector("dialog [role=status]:empty", state="attached")
            page.fill("dialog.search input", words)
            page.wait_for_selector("dialog [role=status] span")
            return page.eval_on_selector_all(".search-list > li:nth-child(-n+3) a", SHOWN)

        yield results


@pytest.mark.parametrize(("words", "sections"), QUERIES)
def test_what_readers_type_leads_to_the_section_that_answers(search, words, sections):
    found = search(words)
    if sections == "nothing":
        assert found == []
    else:
        assert set(sections.split()) & set(found), found


def test_the_list_of_queries_is_long_enough_and_in_both_languages():
    wanted = [words for words, sections in QUERIES if sections != "nothing"]
    assert len(wanted) >= 60
    assert len(QUERIES) - len(wanted) >= 20
    assert 20 < sum(words.isascii() for words in wanted) < len(wanted) - 20


@pytest.mark.parametrize(("word", "section"), TERMS)
def test_the_page_that_teaches_a_term_is_found_by_all_its_names(search, word, section):
    found = search(word)
    assert {section, section.partition("#")[0]} & set(found), found


def test_the_page_takes_the_same_for_words_as_the_index(page):
    page.goto("")
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")]
    lines = sorted({line for text in texts for line in text.splitlines()})
    lines += [
        "Naïve ｆｕｌｌ",
        "Newton’s 法",
        "colours, centres, analyses",
        "𝑥 ſ İ",
        "が・ﾃﾞｰﾀ",
        "기울기",
    ]
    asked = page.evaluate(
        """async lines => {
            const { name } = await import(new URL("assets/search/words.js", location));
            return lines.map(name);
        }""",
        lines,
    )
    assert asked == [name(line) for line in lines]


def test_results_speak_the_language_of_the_mode_and_keep_formulas(page):
    page.goto("?lang=en")
    page.keyboard.press("/")
    page.fill("dialog.search input", "gradient")
    first = page.locator(".search-list > li").first
    first.wait_for()
    assert re.fullmatch(r"\d+ pages found", page.inner_text("dialog [role=status]").strip())
    assert first.locator("a").first.inner_text().startswith("Chapter 7: The gradient\n")
    assert first.locator("mark:visible").count() > 3
    assert first.locator(".search-excerpt math:visible").count() > 1
    page.evaluate("document.querySelector('[data-read=zh]').click()")
    assert re.fullmatch(r"找到 \d+ 页", page.inner_text("dialog [role=status]").strip())
    assert first.locator("a").first.inner_text().startswith("第 7 章 梯度\n")


def test_arrows_and_enter_lead_to_a_result_where_the_words_are_marked(page):
    page.goto("")
    page.keyboard.press("s")
    page.keyboard.type("saddle point")
    page.wait_for_selector(".search-hit")
    for key in ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "Enter"]:
        page.keyboard.press(key)
    page.wait_for_url("**/chapters/descent/?h=saddle+point")
    page.wait_for_timeout(500)
    marked = "[...CSS.highlights.get('search')].map(range => range.toString().toLowerCase())"
    assert {"saddle", "point"} <= set(page.evaluate(marked))


def test_a_key_typed_into_code_or_with_another_key_opens_nothing(page):
    page.goto("")
    page.keyboard.press("Control+f")
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.focus("textarea")
    page.keyboard.type("/sf")
    assert page.input_value("textarea") == "/sf"
    assert page.locator("dialog.search[open]").count() == 0


def test_more_results_come_on_demand(page):
    page.goto("")
    page.click(".search-open")
    page.fill("dialog.search input", "梯度")
    page.wait_for_selector(".search-more:not([hidden])")
    page.eval_on_selector(".search-more", "button => [1, 2].forEach(() => button.click())")
    page.wait_for_selector(".search-list > li:nth-child(9)")
    pages = int(re.search(r"\d+", page.inner_text("dialog [role=status]"))[0])
    for first in range(17, pages + 1, 8):
        page.click(".search-more")
        page.wait_for_selector(f".search-list > li:nth-child({first})")
    page.wait_for_timeout(200)
    assert page.locator(".search-list > li").count() == pages
    assert not page.locator(".search-more").is_visible()


def test_nothing_is_fetched_before_a_search_and_little_for_one(page, site):
    page.goto("chapters/descent/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.requests if "/search/" in url]
    page.keyboard.press("/")
    page.fill("dialog.search input", "学习率")
    page.wait_for_selector(".search-hit")
    fetched = [url.rpartition("/search/")[2] for url in page.requests if ".json" in url]
    words = [each for each in fetched if each.startswith("words-")]
    assert len(words) <= 4 < len([*site.glob("search/words-*.json")])


def test_a_search_that_cannot_be_fetched_says_so_and_works_later(page):
    page.goto("")
    page.route("**/search/*.json", lambda route: route.abort())
    page.keyboard.press("/")
    page.fill("dialog.search input", "梯度")
    page.wait_for_selector("dialog [role=status] span")
    assert "索引没有取到" in page.inner_text("dialog [role=status]")
    page.unroute("**/search/*.json")
    page.fill("dialog.search input", "梯度场")
    page.wait_for_selector(".search-hit")


def test_the_dialog_closes_by_its_button_by_a_click_beside_it_and_by_escape(page):
    page.goto("")
    for close in [
        lambda: page.click(".search-close"),
        lambda: page.mouse.click(5, 400),
        lambda: page.keyboard.press("Escape"),
    ]:
        page.keyboard.press("/")
        page.fill("dialog.search input", "梯度")
        close()
        assert page.locator("dialog.search[open]").count() == 0
