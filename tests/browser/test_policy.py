"""The Content-Security-Policy: a page loads and runs only the files it was built with."""

import pytest

LISTEN = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
CHAPTER = "chapters/gradient/?lang=en"


@pytest.fixture
def guarded(page):
    """A page that records what its policy refuses."""
    page.add_init_script(LISTEN)
    return page


def refused(page):
    return page.evaluate("window.refused")


def test_no_page_breaks_its_policy_in_any_mode_or_scheme(guarded, path, look):
    mode, _ = look  # the clicks below go through all schemes
    guarded.goto(f"{path}?lang={mode}")
    guarded.wait_for_load_state("networkidle")
    for _ in range(3):
        guarded.locator("[data-next-scheme]:visible").click()
    guarded.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert refused(guarded) == []


def test_search_copy_contents_and_print_break_no_policy(guarded):
    guarded.goto(CHAPTER)
    guarded.locator(".highlight").first.scroll_into_view_if_needed()
    guarded.locator(".tool-copy").first.click()
    guarded.locator("[data-link]").first.click()
    guarded.click(".search-open")
    guarded.fill("dialog.search input", "gradient")
    guarded.locator(".search-hit math:visible").first.wait_for(timeout=9000)
    guarded.press("dialog.search input", "Escape")
    guarded.locator(".md-nav--secondary a:visible").nth(1).click()
    guarded.emulate_media(media="print")
    guarded.emulate_media(media="screen")
    guarded.wait_for_load_state("networkidle")
    assert refused(guarded) == []


def test_the_404_page_has_a_policy(guarded):
    guarded.goto("404.html")
    guarded.wait_for_load_state("networkidle")
    assert guarded.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    assert refused(guarded) == []


INJECTED = {
    "an inline script": "script.textContent = 'window.evil = true'",
    "another host's script": "script.src = 'https://example.org/evil.js'",
    "a data script": "script.src = 'data:text/javascript,window.evil=true'",
}


@pytest.mark.parametrize("how", INJECTED)
def test_an_injected_script_is_refused(guarded, until, how):
    guarded.goto("")
    begin, end = "const script = document.createElement('script')", "document.body.append(script)"
    guarded.evaluate(f"{begin}; {INJECTED[how]}; {end}")
    until("window.refused.length")
    assert refused(guarded)[0].startswith("script-src-elem")
    assert guarded.evaluate("window.evil") is None


def test_an_event_handler_in_an_attribute_is_refused(guarded):
    guarded.goto("")
    guarded.evaluate("document.body.setAttribute('onclick', 'window.evil = true')")
    guarded.evaluate("document.body.click()")
    assert guarded.evaluate("window.evil") is None
    assert refused(guarded)[0].startswith("script-src-attr")
