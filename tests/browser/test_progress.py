"""What the reader has done, kept in the browser: contents, exercises and home page show it."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mlbook.publishing.site.progress import FILE

CHAPTER = "chapters/doubling/"
FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })"
SHIFT = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => sum += each.value))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => resolve(sum), 500));
})"""


@pytest.fixture(scope="module")
def keys(exercise_site):
    """The keys of the exercises of the chapter, in their order."""
    return json.loads((exercise_site / FILE).read_text(encoding="utf-8"))[CHAPTER]


@pytest.fixture
def book(page, small_book):
    """A function that opens a page of the small book, after what has been done is written down."""

    def open_page(path="", mode="en", **done):
        if done:
            page.goto(f"{small_book}404.html")
            page.evaluate(
                "done => localStorage.setItem('mlbook.progress', done)",
                json.dumps({kind: dict.fromkeys(names, True) for kind, names in done.items()}),
            )
        page.goto(f"{small_book}{path}?lang={mode}")
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def kept(page):
    return page.evaluate("JSON.parse(localStorage.getItem('mlbook.progress'))")


def mark(page):
    return page.locator(".contents a:has(.number) .done")


def test_nothing_is_loaded_and_nothing_shown_for_a_reader_who_has_done_nothing(book):
    page = book()
    assert not [url for url in page.requests if FILE in url or "contents.js" in url]
    expect(mark(page)).to_have_count(0)
    panel = page.locator(".progress-panel")
    assert panel.locator("summary").inner_text() == "Progress"
    panel.locator("summary").click()
    assert "sent nowhere" in panel.inner_text()
    assert panel.locator("button:visible").all_inner_texts() == ["Import"]


def test_a_chapter_is_read_once_its_last_section_has_been_seen(page, book):
    page.set_viewport_size({"width": 1280, "height": 120})
    book(CHAPTER)
    assert kept(page) is None
    page.locator("h2").last.scroll_into_view_if_needed()
    expect(mark(page)).to_contain_text("Read")
    assert kept(page)["chapters"] == {CHAPTER: True}


def test_an_exercise_that_is_solved_is_marked_and_counted(page, practice, keys):
    exercise = practice()
    page.evaluate(
        """async key => (await import(
            new URL("../../assets/progress.js", location.href))).record("exercises", key, true)""",
        keys[0],
    )
    expect(exercise.heading.locator(".solved-mark")).to_contain_text("Solved")
    expect(page.locator(".solved-count")).to_contain_text("1 of 2 solved")
    expect(mark(page)).to_contain_text("1/2")
    page.reload()
    expect(page.locator(".solved-mark")).to_have_count(1)
    expect(page.locator(".solved-count [lang=en]")).to_have_text("1 of 2 solved")


def test_check_records_a_right_program_and_no_wrong_one(page, practice, keys):
    exercise = practice("half")
    exercise.check()
    assert kept(page) is None or keys[1] not in kept(page)["exercises"]
    exercise.check("half = 5")
    assert kept(page)["exercises"] == {keys[1]: True}
    expect(exercise.heading.locator(".solved-mark")).to_be_visible()


def test_an_exercise_that_has_changed_is_new(book):
    page = book(CHAPTER, exercises=["0123456789ab"])
    expect(page.locator(".solved-mark, .solved-count")).to_have_count(0)
    expect(page.locator(".try-first")).to_have_count(2)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("zh", ["读完 1 / 1 章", "完成练习 1 / 2", "做过预测 2 次"]),
        ("en", ["1 of 1 chapters read", "1 of 2 exercises solved", "2 predictions made"]),
    ],
)
def test_the_home_page_says_what_has_been_done(book, keys, mode, said):
    page = book(mode=mode, chapters=[CHAPTER], exercises=keys[:1], predictions=["aa", "bb"])
    summary = page.locator(".progress-panel > summary")
    expect(summary).to_contain_text("1 / 1")
    summary.click()
    assert page.locator(".progress-list li").all_inner_texts() == said


def test_what_is_exported_is_read_in_another_browser(browser, page, book, keys, small_book):
    book(chapters=[CHAPTER], exercises=keys)
    page.locator(".progress-panel > summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert re.fullmatch(r"mlbook-progress-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)
    text = download.value.path().read_bytes()
    other = browser.new_context(locale="en")
    there = other.new_page()
    there.goto(small_book)
    there.locator(".progress-panel > summary").click()
    choose(there, text)
    expect(there.locator(".progress-said")).to_contain_text("It has been read in.")
    expect(there.locator(".progress-list")).to_contain_text("2 of 2 exercises solved")
    expect(mark(there)).to_contain_text("2/2")
    other.close()


def choose(page, content):
    file = {"name": "progress.json", "mimeType": "application/json", "buffer": content}
    page.locator(".progress input[type=file]").set_input_files(files=[file])


BAD = {
    b"<html>": "it is no JSON",
    b"[1, 2]": "no file of progress in this book",
    b'{"exercises": {}}': "no file of progress in this book",
    b'{"mlbook.progress": 2}': "version 2 of the format",
    b'{"mlbook.progress": 1, "marks": {}}': "“marks”, of which this book keeps no record",
    b'{"mlbook.progress": 1, "exercises": [1]}': "“exercises” in the file holds no records",
    b'{"mlbook.progress": 1, "chapters": {"<b>": true}}': "a record that is not known: <b>",
    b'"' + b"x" * 1_000_001 + b'"': "too large",
}


def test_a_bad_file_is_refused_with_what_is_wrong_and_changes_nothing(page, book):
    book(chapters=[CHAPTER])
    page.locator(".progress-panel > summary").click()
    before = kept(page)
    for content, why in BAD.items():
        choose(page, content)
        expect(page.locator(".progress-said")).to_contain_text(why)
    assert kept(page) == before


def test_what_a_file_says_is_added_to_what_is_known(page, book, keys):
    book(exercises=keys[:1])
    page.locator(".progress-panel > summary").click()
    choose(page, json.dumps({"mlbook.progress": 1, "exercises": {keys[1]: True}}).encode())
    expect(page.locator(".progress-list")).to_contain_text("2 of 2 exercises solved")
    assert set(kept(page)["exercises"]) == set(keys)


def test_forget_asks_once(page, book, keys):
    book(chapters=[CHAPTER], exercises=keys)
    page.locator(".progress-panel > summary").click()
    page.get_by_role("button", name="Forget", exact=True).click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    assert kept(page)["chapters"] == {CHAPTER: True}
    page.get_by_role("button", name="Forget", exact=True).click()
    page.get_by_role("button", name="Forget it all").click()
    expect(page.locator(".progress-said")).to_contain_text("It is forgotten.")
    expect(mark(page)).to_have_count(0)
    assert kept(page) is None


def test_where_storage_is_forbidden_the_book_works_and_says_so(page, book):
    faults = []
    page.on("pageerror", lambda fault: faults.append(fault))
    page.add_init_script(FORBIDDEN)
    book()
    page.locator(".progress-panel > summary").click()
    expect(page.locator(".progress-panel")).to_contain_text("This browser lets pages keep nothing")
    book(CHAPTER)
    page.locator("h2").last.scroll_into_view_if_needed()
    expect(mark(page)).to_contain_text("Read")
    assert faults == []


@pytest.mark.parametrize("address_in_book", ["", CHAPTER])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_progress_is_shown(page, book, keys, address_in_book, width):
    page.set_viewport_size({"width": width, "height": 800})
    book(address_in_book, "both", chapters=[CHAPTER], exercises=keys, predictions=["aa"])
    expect(mark(page)).to_have_count(1)
    assert page.evaluate(SHIFT) < 0.01


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_where_progress_is_shown(page, book, keys, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for path in ("", CHAPTER):
        book(path, "both", chapters=[CHAPTER], exercises=keys, predictions=["aa"])
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


def test_without_scripts_the_home_page_has_no_progress(browser, small_book):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small_book)
    assert page.locator(".progress").bounding_box()["height"] == 0
    context.close()
