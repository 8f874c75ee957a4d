"""The search puts the section that teaches a term among its first three results."""

import re
from pathlib import Path

import pytest

from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.site.search_index import terms_of

ROOT = Path(__file__).parents[2]
TERMS = [
    (word, section)
    for section, words in terms_of(read_chapter(ROOT / "docs" / "glossary.md", ROOT)).items()
    for word in words
]
QUERIES = {
    "chapters/gradient/#definition": "梯度 gradient",
    "chapters/losses/#cross-entropy": "交叉熵 cross-entropy",
    "chapters/entropy/#cross-entropy": "交叉熵 cross-entropy",
    "chapters/descent/#learning-rate": "学习率 learning·rate",
    "chapters/backpropagation/#backward": "反向传播 backpropagation",
    "chapters/descent/#saddle-point": "鞍点 saddle·point",
    "chapters/perceptron/#xor": "异或 XOR",
    "chapters/losses/#one-number": "损失函数 loss·function",
    "chapters/networks/#activation": "激活函数 activation·function",
    "chapters/losses/#mini-batch": "小批量 mini-batch",
    "chapters/differentiation/#analytic-and-numerical": "数值微分 numerical·differentiation",
    "chapters/data/#overfitting": "过拟合 overfitting",
    "chapters/optimisation/#momentum": "动量 momentum",
    "chapters/entropy/#entropy": "熵 entropy",
    "chapters/networks/#softmax": "softmax",
    "chapters/perceptron/#weighted-vote": "感知机 perceptron",
}
FIRST_THREE = """() => [...document.querySelectorAll(".md-search-result__item")].slice(0, 3)
  .map(item => [...item.querySelectorAll("a")]
    .filter(link => !link.closest("details:not([open])"))
    .map(link => link.href.replace(document.baseURI, "").replace(/[?][^#]*/, "")))"""


@pytest.fixture(scope="module")
def search(browser, address):
    """A function that types into the search box and returns what the first three results show."""
    with browser.new_context(base_url=address, locale="zh-CN") as context:
        page = context.new_page()
        page.goto("")

        def results(words):
            page.fill(".md-search__input", "")
            page.press(".md-search__input", "End")  # the search listens to keys
            page.wait_for_selector(".md-search-result__item", state="detached")
            page.fill(".md-search__input", words)
            page.press(".md-search__input", "End")
            page.wait_for_selector(".md-search-result__item")
            return page.evaluate(FIRST_THREE)

        yield results


@pytest.mark.parametrize(
    ("words", "section"),
    [
        (each.replace("·", " "), section)
        for section, words in QUERIES.items()
        for each in words.split()
    ],
)
def test_the_section_that_teaches_the_words_is_among_three_results(search, words, section):
    found = search(words)
    assert section in [link for item in found for link in item], found


@pytest.mark.parametrize(("word", "section"), TERMS)
def test_the_page_that_teaches_a_term_is_among_three_results(search, word, section):
    found = search(word)
    assert section.partition("#")[0] in [item[0] for item in found], found


def test_the_words_of_the_search_follow_the_mode(page):
    page.goto("?lang=en")
    page.fill(".md-search__input", "saddle")
    page.press(".md-search__input", "End")
    page.wait_for_selector(".md-search-result__item")
    meta = page.locator(".md-search-result__meta")
    assert re.fullmatch(r"\d+ pages? found", meta.inner_text().strip())
    assert page.locator(".md-search-result__item h1").first.inner_text() == "Gradient descent"
    page.dispatch_event("[data-read=zh]", "click")  # the open search covers the header
    assert re.fullmatch(r"找到 \d+ 页", meta.inner_text().strip())


def test_the_index_is_fetched_only_for_a_search(page):
    page.goto("chapters/descent/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.requests if "search_index" in url]
    with page.expect_request("**/search_index.json"):
        page.keyboard.press("/")
