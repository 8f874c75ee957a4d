"""What a page takes in stays text: nothing of it becomes an element, a script or a foreign link.

Each test brings the same markup in by another way. The policy of the page would refuse to run it;
here it must not come as far as that.
"""

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

EVIL = "window.evil = true"
MARKUP = (
    f'"><i class=injected onclick="{EVIL}"></i><img src=x onerror="{EVIL}"><script>{EVIL}</script>'
)
SCRIPT_LINK = f"javascript:{EVIL}//"
CHAPTER = "chapters/perceptron/"
LISTEN = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture
def guarded(page):
    """A page that records what its policy refuses, and the errors of its scripts."""
    page.add_init_script(LISTEN)
    page.failures = []
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    return page


def harm(page):
    """Return what an injection has done to a page: the empty list if nothing."""
    page.wait_for_load_state("networkidle")
    injected = page.locator(".injected, [src=x], a[href^='javascript:']").count()
    found = ["an element"] * injected + page.evaluate("window.refused") + page.failures
    return found + ["a script has run"] * bool(page.evaluate("window.evil"))


HARMFUL = {
    "an element": "document.body.append(Object.assign(document.createElement('i'), "
    "{ className: 'injected' }))",
    "a link": f"document.body.innerHTML += '<a href=\"{SCRIPT_LINK}\">x</a>'",
    "a refused script": f"document.body.innerHTML += `{MARKUP}`",
    "a script": EVIL,
    "an error": "setTimeout(() => { throw new Error('x'); })",
}


@pytest.mark.parametrize("how", HARMFUL)
def test_the_check_itself_notices_harm(guarded, how):
    guarded.goto(CHAPTER)
    assert harm(guarded) == []
    guarded.evaluate(f"() => {{ {HARMFUL[how]} }}")
    guarded.wait_for_timeout(100)
    assert harm(guarded)


ADDRESSES = {
    "fragment": f"{CHAPTER}#{quote(MARKUP)}",
    "fragment of a script": f"{CHAPTER}#{SCRIPT_LINK}",
    "mode": f"{CHAPTER}?lang={quote(MARKUP)}",
    "words to mark": f"{CHAPTER}?lang=en&h={quote(f'perceptron (.*)+ {MARKUP}')}",
    "other parameter": f"{CHAPTER}?{quote(MARKUP)}={quote(MARKUP)}",
    "home": f"?h={quote(MARKUP)}#{quote(MARKUP)}",
    "missing page": f"404.html?{quote(MARKUP)}#{quote(MARKUP)}",
}


@pytest.mark.parametrize("which", ADDRESSES)
def test_nothing_of_an_address_becomes_part_of_the_page(guarded, which):
    guarded.goto(ADDRESSES[which])
    assert harm(guarded) == []


@pytest.mark.parametrize("query", [MARKUP, f"perceptron {MARKUP}", "(((", "\\", "感知机 <b>"])
def test_a_search_query_stays_text(guarded, query):
    guarded.goto(f"{CHAPTER}?lang=en")
    guarded.click(".search-open")
    guarded.fill("dialog.search input", query)
    expect(guarded.locator("dialog.search [role=status]")).not_to_be_empty()
    assert harm(guarded) == []
    links = guarded.locator(".search-hit").evaluate_all("all => all.map(each => each.href)")
    assert all(link.startswith(guarded.url.partition("chapters/")[0]) for link in links)


def put(page, address, **kept):
    """Let a page of the same host write into the storage that it shares with the book."""
    page.goto("404.html")
    page.evaluate(
        "kept => Object.entries(kept).forEach(([key, text]) => localStorage.setItem(key, text))",
        {key: text if isinstance(text, str) else json.dumps(text) for key, text in kept.items()},
    )
    page.goto(address)


TITLES = ["甲", "A"]
PLACES = {
    "markup": {"page": CHAPTER, "id": MARKUP, "titles": [MARKUP, MARKUP]},
    "a script": {"page": SCRIPT_LINK, "id": "", "titles": TITLES},
    "another host": {"page": "https://example.org/", "id": "", "titles": TITLES},
    "another host without its scheme": {"page": "//example.org/", "id": "", "titles": TITLES},
    "another book of the host": {"page": "../other/", "id": "", "titles": TITLES},
    "no titles": {"page": CHAPTER, "id": "a"},
    "a number": 7,
    "a list": [[], []],
}


@pytest.mark.parametrize("which", PLACES)
def test_a_kept_place_leads_to_a_page_of_the_book_or_nowhere(guarded, address, which):
    put(guarded, "", **{"mlbook.places": {"last": PLACES[which]}})
    assert harm(guarded) == []
    links = guarded.locator(".resume a").evaluate_all("all => all.map(each => each.href)")
    assert all(link.startswith(f"{address}{CHAPTER}#") for link in links)
    assert len(links) == (which == "markup")


def test_kept_settings_are_taken_only_if_the_book_knows_them(guarded):
    names = ("reading", "scheme", "guessing", "wrap", "progress", "places")
    for at in (CHAPTER, ""):
        put(guarded, at, **{f"mlbook.{name}": MARKUP for name in names})
        assert harm(guarded) == []
    assert guarded.evaluate("document.documentElement.dataset.reading") == "zh"
    assert guarded.evaluate("document.documentElement.dataset.scheme") == "system"


PROGRESS = {
    "markup for names and values": {
        kind: {MARKUP: MARKUP, "__proto__": MARKUP}
        for kind in ("exercises", "predictions", "questions", "chapters")
    },
    "other kinds of values": {"exercises": [MARKUP], "predictions": 7, "questions": None},
    "no record": MARKUP,
}


@pytest.mark.parametrize("which", PROGRESS)
def test_kept_progress_stays_text(guarded, which):
    for at in ("", CHAPTER):
        put(guarded, at, **{"mlbook.progress": PROGRESS[which]})
        assert harm(guarded) == []


GUESSES = {
    "markup": {"guess": MARKUP, "right": True},
    "no guess": {"right": MARKUP},
    "a list": {"guess": [MARKUP], "right": 1},
    "a number": 7,
}


@pytest.mark.parametrize("which", GUESSES)
def test_a_kept_guess_and_a_kept_answer_stay_text(guarded, which):
    guarded.goto("chapters/python/")
    keys = {
        kind: guarded.locator(f"article {each}[data-key]").evaluate_all(
            "all => all.map(each => each.dataset.key)"
        )
        for kind, each in (("predictions", ".predicted"), ("questions", "details"))
    }
    assert all(keys.values())
    kept = {kind: dict.fromkeys(names, GUESSES[which]) for kind, names in keys.items()}
    chosen = {"chosen": [MARKUP, "length", -1, 99], "right": 7}
    if which != "a number":
        kept["questions"] = dict.fromkeys(keys["questions"], chosen)
    put(guarded, "chapters/python/", **{"mlbook.progress": kept})
    assert harm(guarded) == []


EDITS = {"markup": MARKUP, "a number": 7, "nothing": None, "a record": {"textContent": MARKUP}}


@pytest.mark.parametrize("which", EDITS)
def test_a_kept_edit_is_code_and_never_runs_by_itself(guarded, which):
    guarded.goto("chapters/python/")
    frame = guarded.locator("article .language-python.highlight[id]").first
    edit = {"book": frame.locator("code").text_content(), "code": EDITS[which]}
    key = guarded.evaluate("`mlbook.edits ${location.pathname}`")
    put(guarded, "chapters/python/", **{key: {frame.get_attribute("id"): edit}})
    assert harm(guarded) == []
    expect(guarded.locator(".run-button").first).to_be_visible()  # the page works all the same
    shown = MARKUP if which == "markup" else edit["book"]
    assert frame.locator("code").text_content().strip() == shown.strip()
    assert not [url for url in guarded.requests if "pyodide.mjs" in url]


IMPORTED = {
    "a name": {"mlbook.progress": 1, "chapters": {MARKUP: True}},
    "a kind": {"mlbook.progress": 1, MARKUP: {}},
    "a version": {"mlbook.progress": MARKUP},
    "a value": {"mlbook.progress": 1, "chapters": {"a": MARKUP}, "predictions": {"b": MARKUP}},
}


@pytest.mark.parametrize("which", IMPORTED)
def test_a_file_of_progress_stays_text(guarded, which):
    guarded.goto("?lang=en")
    guarded.locator(".progress-panel summary").click()
    content = json.dumps(IMPORTED[which]).encode()
    file = {"name": "progress.json", "mimeType": "application/json", "buffer": content}
    guarded.locator(".progress-panel input").set_input_files(file)
    expect(guarded.locator(".progress-said")).not_to_be_empty()
    assert harm(guarded) == []


def test_a_typed_guess_stays_text(guarded):
    guarded.goto("chapters/python/?lang=en")
    field = guarded.locator(".guess-field:visible").first
    field.fill(MARKUP)
    field.press("Enter")
    words = field.evaluate(
        "each => each.closest('.predicted').querySelector('.guess-said').innerText"
    )
    assert words == "Write a number, such as 0.25 or 3e-4"
    assert harm(guarded) == []


SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{EVIL}"><script>{EVIL}</script></svg>'
PROGRAMS = {
    "printed": f"print({MARKUP!r})",
    "raised": f"raise ValueError({MARKUP!r})",
    "a name": f"globals()[{MARKUP!r}] = 1\n{MARKUP!r}.x",
    "a warning": f"import warnings\nwarnings.warn({MARKUP!r})",
}
FORGED = {  # messages that a program sends to the page as if the worker did
    "a text": {"kind": "text", "text": MARKUP},
    "a figure": {"kind": "figure", "light": SVG, "dark": SVG, "width": 9, "height": 9},
    "a failure": {"kind": "failed", "cause": "status", "file": "https://x/", "why": MARKUP},
    "an end": {"kind": "done", "error": MARKUP, "diagnosis": MARKUP, "value": MARKUP},
    "a job": {"kind": "run", "block": {}},
    "another method": {"kind": "employ"},
    "what every object has": {"kind": "constructor"},
}
SEND = """import json
from js import JSON, postMessage
postMessage(JSON.parse({!r}))
print(1)"""
PROGRAMS |= {f"forged {name}": SEND.format(json.dumps(each)) for name, each in FORGED.items()}


@pytest.mark.parametrize("which", PROGRAMS)
def test_what_a_program_prints_raises_draws_or_forges_stays_text(guarded, blocks, which):
    block = blocks(0)
    block.run(PROGRAMS[which])
    block.panel.locator("img").evaluate_all("all => all.map(each => each.click())")
    guarded.wait_for_timeout(200)  # what was forged comes before the end, or right after it
    assert harm(guarded) == []


def test_what_a_check_says_stays_text(guarded, practice):
    exercise = practice()
    exercise.check(f"def twice(x):\n    raise AssertionError({MARKUP!r})")
    assert harm(guarded) == []


def test_nothing_from_outside_gets_into_a_figure_or_the_program_it_copies(guarded):
    guarded.goto(f"{CHAPTER}?lang=en")
    guarded.locator("[id^=figure-perceptron-learning]").scroll_into_view_if_needed()
    figure = guarded.locator(".moving").first
    expect(figure).to_be_visible()
    figure.evaluate("(each, state) => (each.dataset.state = state)", json.dumps({"w": MARKUP}))
    for field in figure.locator("input").all():
        field.evaluate(
            "(each, text) => { each.value = text; each.dispatchEvent(new Event('input')); }", MARKUP
        )
    figure.locator(".moving-copy").click()
    assert "injected" not in guarded.evaluate("navigator.clipboard.readText()")
    assert harm(guarded) == []


def test_a_message_from_another_window_is_not_heard(guarded):
    guarded.goto(CHAPTER)
    for message in (MARKUP, {"kind": "figure", "light": SVG}):
        guarded.evaluate("message => window.postMessage(message, '*')", message)
    assert harm(guarded) == []
