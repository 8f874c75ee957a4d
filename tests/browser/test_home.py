"""The first screen of the book: a sentence, a picture of what learning does, and one button."""

import pytest


@pytest.mark.parametrize("mode", ["zh", "en", "both"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 900), (1280, 800), (1440, 900)])
def test_sentence_button_and_picture_are_seen_at_once(page, mode, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"?lang={mode}")
    parts = ["h1", "h1 + .twins", ".start a", ".start + figure .digit-pad"]
    boxes = [page.locator(f"article {part}").bounding_box() for part in parts]
    assert all(box["y"] + box["height"] <= height for box in boxes)
    assert page.locator("article .md-button:visible").count() == 1
    assert page.locator(".offers").bounding_box()["y"] > height


def test_the_picture_is_seen_at_once_where_scripts_do_not_run(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("")
        box = page.locator("article .start + figure img.light").bounding_box()
        assert box["y"] + box["height"] <= page.viewport_size["height"]


def test_the_button_leads_to_the_first_chapter(page, address):
    page.goto("?lang=zh")
    assert page.inner_text(".start") == "从这里开始"
    page.click(".start a")
    page.wait_for_url(f"{address}chapters/python/")


@pytest.mark.parametrize(
    ("mode", "title"),
    [("zh", "从零开始学深度学习 — mlbook"), ("en", "Deep learning from scratch — mlbook")],
)
def test_the_title_says_what_the_book_is_about(page, mode, title):
    page.goto(f"?lang={mode}")
    assert page.title() == title
