"""Contents, neighbours, keys, the way back to the top, and the offer to go on reading."""

import pytest

CHAPTER = "chapters/gradient/"
PHONE = {"width": 390, "height": 800}


def test_with_both_languages_the_contents_of_book_and_page_are_apart_and_short(page):
    page.goto(f"{CHAPTER}?lang=both")
    book, here = page.locator(".contents"), page.locator(".contents + .md-nav--secondary")
    assert here.is_visible()
    assert not page.locator(".md-sidebar--secondary").is_visible()
    end = book.bounding_box()["y"] + book.bounding_box()["height"]
    assert here.bounding_box()["y"] > end
    assert book.locator("a:visible").count() < 20
    assert book.locator("li:visible:has-text('梯度下降法')").count() > 0  # of the present part


def test_with_one_language_the_whole_book_is_on_the_left_and_the_page_on_the_right(page):
    page.goto(f"{CHAPTER}?lang=zh")
    assert page.locator(".md-sidebar--secondary").is_visible()
    assert not page.locator(".contents + .md-nav--secondary").is_visible()
    links = page.locator(".contents a")
    assert links.count() == page.locator(".contents a:visible").count() > 30


@pytest.mark.parametrize("mode", ["zh", "both"])
def test_the_contents_give_the_number_of_a_chapter_once(page, mode):
    page.goto(f"{CHAPTER}?lang={mode}")
    present = page.locator(".contents [aria-current=page]")
    assert present.inner_text().split()[0] == "7"
    assert present.inner_text().count("7") == 1


def test_on_a_phone_the_drawer_shows_the_whole_book_at_once(page):
    page.set_viewport_size(PHONE)
    page.goto(f"{CHAPTER}?lang=zh")
    assert page.locator(".contents a:visible").count() == 0
    page.click("label[for=__drawer] button")
    page.wait_for_timeout(500)
    links = page.locator(".contents a")
    assert links.count() == page.locator(".contents a:visible").count()
    for link in links.all():
        box = link.bounding_box()
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_before_and_after_are_named(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{CHAPTER}?lang=zh")
    assert "6 数值微分" in page.inner_text(".md-footer__link--prev")
    assert "8 梯度下降法" in page.inner_text(".md-footer__link--next")


@pytest.mark.parametrize(
    ("key", "lands"),
    [("n", "descent/"), (".", "descent/"), ("p", "differentiation/"), (",", "differentiation/")],
)
def test_a_key_leads_to_the_next_and_to_the_previous_page(page, address, key, lands):
    page.goto(CHAPTER)
    page.wait_for_load_state("networkidle")
    page.keyboard.press(key)
    page.wait_for_url(f"{address}chapters/{lands}")


KEYS = {"/", "f", "s", "n", ".", "p", ",", "Tab", "Shift+Tab", "Enter", "Esc", "Ctrl+Enter"}


@pytest.mark.parametrize("other", ["zh", "en"])
def test_every_key_of_the_book_is_in_its_list(page, other):
    page.goto("how-to/")
    listed = page.locator(f"#keys + .table td:first-child code:not([lang={other}] code)")
    assert set(listed.all_text_contents()) >= KEYS


def test_the_way_back_to_the_top_is_in_the_header_and_covers_nothing(page, until):
    page.goto(f"{CHAPTER}?lang=zh")
    assert not page.locator(".to-top").is_visible()
    page.evaluate("scrollTo(0, 3000)")
    page.locator(".to-top").wait_for()
    link, header = (page.locator(each).bounding_box() for each in (".to-top", ".md-header"))
    assert header["y"] <= link["y"]
    assert link["y"] + link["height"] <= header["y"] + header["height"]
    page.wait_for_timeout(500)  # the title slides in
    page.click(".to-top")
    until("scrollY < 1")
    assert page.locator(".md-top").count() == 0


def read_to(page, heading):
    page.goto(f"{CHAPTER}?lang=zh")
    page.wait_for_load_state("networkidle")
    page.evaluate(f"document.getElementById('{heading}').scrollIntoView()")
    page.wait_for_timeout(800)


@pytest.mark.parametrize("path_of_return", ["", CHAPTER])
def test_who_comes_back_is_offered_the_place_where_they_stopped(page, until, path_of_return):
    read_to(page, "field")
    page.goto(path_of_return)
    offer = page.locator(".resume")
    offer.wait_for()
    assert offer.inner_text().startswith("接着读：第 7 章 梯度，")
    offer.locator("a").click()
    page.wait_for_url("**/chapters/gradient/#field")
    until("Math.abs(document.getElementById('field').getBoundingClientRect().top) < 200")
    assert offer.count() == 0


def test_after_the_end_of_a_page_the_next_one_is_offered(page):
    page.goto(f"{CHAPTER}?lang=en")
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_timeout(800)
    page.goto("")
    assert page.locator(".resume").inner_text().startswith("Go on reading: 8 Gradient descent")


def test_the_offer_can_be_declined_and_is_not_made_to_who_follows_a_link_to_a_section(page):
    read_to(page, "field")
    page.goto(f"{CHAPTER}#definition")
    page.wait_for_load_state("networkidle")
    assert page.locator(".resume").count() == 0
    page.goto("")
    page.click(".resume button")
    assert page.locator(".resume").count() == 0


def test_where_storage_is_forbidden_nothing_is_offered_and_nothing_fails(page):
    page.add_init_script("Storage.prototype.getItem = Storage.prototype.setItem = () => {throw 0}")
    faults = []
    page.on("pageerror", lambda fault: faults.append(fault))
    read_to(page, "field")
    page.goto("")
    page.wait_for_load_state("networkidle")
    assert page.locator(".resume").count() == 0
    assert faults == []


def test_a_first_visit_is_offered_nothing(page):
    page.goto("")
    page.wait_for_load_state("networkidle")
    assert page.locator(".resume").count() == 0
