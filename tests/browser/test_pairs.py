"""Mode both: every part of a passage stands beside its translation, or above it on a phone."""

from itertools import pairwise

import pytest

CHAPTER = "chapters/losses/"
PAIRS = """() => [...document.querySelectorAll("article .twins")]
  .filter(twins => twins.offsetParent && !twins.closest(".provenance"))
  .map(twins => [...twins.children].map(half => {
    const { left, right, top, bottom } = half.getBoundingClientRect();
    return { left, right, top, bottom, isAnswer: Boolean(twins.closest(".asking")) };
  }))"""
LONGEST = 60  # pixels by which one of two translations may be longer


def pairs(page, path, width):
    # Choices that wait for a guess are code, which stands once; afterwards they have their reasons.
    page.add_init_script("localStorage.setItem('mlbook.guessing', 'off')")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{path}?lang=both")
    page.evaluate("document.fonts.ready")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = page.evaluate(PAIRS)
    assert found
    return found


@pytest.mark.parametrize("width", [960, 1280, 1440])
def test_translations_stand_side_by_side_and_are_about_as_long(page, width):
    for zh, en in pairs(page, CHAPTER, width):
        assert zh["top"] == en["top"]
        assert zh["right"] < en["left"]
        assert abs(zh["bottom"] - en["bottom"]) <= LONGEST


def test_the_columns_of_items_are_those_of_the_text(page):
    found = pairs(page, CHAPTER, 1280)
    english = {round(en["left"]) for _, en in found if not en["isAnswer"]}  # which has a frame
    assert max(english) - min(english) <= 2


def test_on_a_phone_each_paragraph_is_followed_by_its_translation(page):
    found = pairs(page, CHAPTER, 390)
    for zh, en in found:
        assert 0 <= en["top"] - zh["bottom"] < 10
    for (_, above), (below, _) in pairwise(found):
        assert above["bottom"] < below["top"]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_formula_stands_once_across_both_columns(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{CHAPTER}?lang=both")
    column = page.locator("article").bounding_box()["width"]
    formula = page.locator("#equation-cross-entropy")
    assert formula.bounding_box()["width"] == pytest.approx(column, abs=1)
    numbers = page.locator(".formula > .number:visible").all_inner_texts()
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("page_of_terms", "rows"), [("glossary/", 60), ("errata/", 19)])
def test_a_table_has_both_languages_in_a_row(page, page_of_terms, rows):
    page.goto(f"{page_of_terms}?lang=both")
    assert page.locator("article table").count() == 1
    assert page.locator("article tbody tr").count() >= rows
    cell = page.locator("article tbody td").last
    assert [each.is_visible() for each in cell.locator("[lang=zh], [lang=en]").all()] == [True] * 2


def test_the_glossary_shows_a_term_and_its_translation_once(page):
    page.goto("glossary/?lang=both")
    assert page.locator("article tr").nth(1).inner_text().count("axis") == 1
    page.click("[data-read=en]")
    assert "轴" in page.locator("article tr").nth(1).inner_text()


def test_a_caption_stands_beside_its_figure_where_there_is_room(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("chapters/networks/?lang=both")
    figure = page.locator("#figure-unit")  # it neither moves nor waits for a guess
    image, caption = (figure.locator(each).bounding_box() for each in ("img.light", "figcaption"))
    assert image["x"] + image["width"] < caption["x"]
    page.set_viewport_size({"width": 390, "height": 800})
    image, caption = (figure.locator(each).bounding_box() for each in ("img.light", "figcaption"))
    assert image["y"] + image["height"] < caption["y"]


def test_changing_the_mode_keeps_the_paragraph_that_is_read(page):
    page.goto(f"{CHAPTER}?lang=zh")
    page.evaluate("document.fonts.ready")
    pair = page.locator("article .twins", has=page.locator("p")).nth(9)
    pair.locator("[lang=zh]").evaluate("half => half.scrollIntoView()")
    page.evaluate("scrollBy(0, -document.querySelector('.md-header').offsetHeight)")
    page.click("[data-read=en]")
    below = page.locator(".md-header").bounding_box()["height"]
    assert pair.locator("[lang=en]").bounding_box()["y"] == pytest.approx(below, abs=3)
