"""The built site in a real Chromium, served from 127.0.0.1."""

import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect, sync_playwright

from mlbook.publishing.browser.pyodide import PUBLIC, SETTING
from mlbook.publishing.new.command import main

ROOT = Path(__file__).parents[2]
# Without the background options Chromium would contact its maker's servers.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip

PAGE = "# 页 · Page\n\n```python\nprint(2)\n```\n\n```text\n2\n```\n"
SETTINGS = """
site_name: 书 · Book
theme: {name: material}
plugins: [mlbook]
"""

# A book with exercises that need no NumPy: where tests run, it may be a stand-in.
EXERCISES = Path(__file__).with_name("exercises.md")
# A page in German and English, and the words of a book in these.
GERMAN = Path(__file__).with_name("german.md")
WORDS = """\
      words:
        de:
          Run: Starten
          Check: Prüfen
          Copied: Kopiert
          Close: Schließen
          What to look for: Was gesucht wird
          "{} page found": "{} Seite gefunden"
          "You guessed {}: {}": "Geraten: {}, {}"
          only one off: nur eins daneben
          Difficulty {}: Schwierigkeit {}
          Same as in the book: Wie im Buch
          "Not yet: {}": "Noch nicht: {}"
"""
HOME = """# 首页 · Home

<div lang="zh" markdown>
一本小书。
</div>

<div lang="en" markdown>
A small book.
</div>
"""


def pages_of(site_docs=ROOT / "docs"):
    """The addresses of all pages, relative to the site's."""
    for path in sorted(site_docs.rglob("*.md")):
        name = path.relative_to(site_docs).with_suffix("").as_posix()
        yield "" if name == "index" else f"{name.removesuffix('/index')}/"


PAGES = list(pages_of())
PHONE = 390  # pixels
STARTING = 120_000  # milliseconds that a busy machine may take to start Python
expect.set_options(timeout=STARTING)
FOLDER = "/a/b/"  # the site has to work under any path


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves files below `FOLDER` only, and logs nothing."""

    def translate_path(self, path):
        return super().translate_path("/" + path.removeprefix(FOLDER))

    def do_GET(self):
        if self.path.startswith(FOLDER):
            super().do_GET()
        else:
            self.send_error(404)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The directory of the built site: `MLBOOK_SITE`, or one built for these tests."""
    if "MLBOOK_SITE" in os.environ:
        return Path(os.environ["MLBOOK_SITE"])
    pyodide, directory = tmp_path_factory.mktemp("pyodide"), tmp_path_factory.mktemp("site")
    for script in (".ci/pyodide.py", "tests/browser/stand_ins.py"):
        subprocess.run([sys.executable, ROOT / script, pyodide], check=True)
    build(ROOT, directory, {SETTING: str(pyodide)})
    return directory


def build(book, directory, environment):
    """Build the book whose mkdocs.yml is in `book`; the environment says where Pyodide is."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(directory)]
    kept = {name: value for name, value in os.environ.items() if name != SETTING}
    environment = {**kept, "NO_MKDOCS_2_WARNING": "1", **environment}
    subprocess.run(command, cwd=book, check=True, env=environment)


@contextmanager
def served(site):
    """Serve a site, and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SiteHandler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def address(site):
    """The address of the served site, under a path of its own as on a project's pages."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def small_site(tmp_path_factory):
    """The directory of a site of one page whose Python is not in the site."""
    book = tmp_path_factory.mktemp("book")
    (book / "docs").mkdir()
    (book / "docs" / "index.md").write_text(PAGE, encoding="utf-8")
    (book / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    build(book, book / "site", {})
    return book / "site"


def book_with(chapter, book):
    """Build a book of a home page and one chapter in the directory `book`; return its site."""
    (book / "docs" / "chapters").mkdir(parents=True)
    (book / "docs" / "index.md").write_text(HOME, encoding="utf-8")
    shutil.copy(chapter, book / "docs" / "chapters")
    (book / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    build(book, book / "site", {})
    return book / "site"


@pytest.fixture(scope="session")
def exercise_site(tmp_path_factory):
    """The directory of a site of a home page and a chapter with two exercises."""
    book = tmp_path_factory.mktemp("exercises")
    copied = shutil.copy(EXERCISES, book / "doubling.md")
    return book_with(copied, book)


@pytest.fixture(scope="session")
def needing(tmp_path_factory):
    """The address of a site whose chapter has a block for each need."""
    with served(
        book_with(ROOT / "tests" / "needs.md", tmp_path_factory.mktemp("needs"))
    ) as address:
        yield address


def begun(folder, languages, title, page=None, words=""):
    """Begin a book in the directory `folder`, with another page and words; return its site."""
    assert main([str(folder), "--languages", languages, "--title", title]) == 0
    if page:
        shutil.copy(page, folder / "docs")
        written = (folder / "mkdocs.yml").read_text(encoding="utf-8")
        settings = written.replace("nav:", f"nav:\n  - {page.name}") + words
        (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build(folder, folder / "site", {})
    return folder / "site"


@pytest.fixture(scope="session")
def german(tmp_path_factory):
    """The address of a book in German and English, which says some words in German."""
    folder = tmp_path_factory.mktemp("german") / "book"
    with served(begun(folder, "de,en", "Mein Buch · My book", GERMAN, WORDS)) as address:
        yield address


@pytest.fixture(scope="session")
def english(tmp_path_factory):
    """The address of a book in English."""
    folder = tmp_path_factory.mktemp("english") / "book"
    with served(begun(folder, "en", "My book")) as address:
        yield address


@pytest.fixture(scope="session")
def small_book(exercise_site):
    """The address of the site with exercises."""
    with served(exercise_site) as address:
        yield address


@pytest.fixture(scope="session")
def elsewhere(small_site):
    """The address of a site of one page whose Python is not in the site."""
    with served(small_site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    """The path of Debian's Chromium, or what `MLBOOK_CHROMIUM` says.

    The shell opens no window: a new page takes a third of the time.
    """
    named = os.environ.get("MLBOOK_CHROMIUM")
    return named or shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser(chromium):
    """Chromium, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    """A fresh page of a reader with a Chinese browser; every request it makes is in `requests`."""
    context = browser.new_context(
        base_url=address,
        locale="zh-CN",
        viewport={"width": 1280, "height": 800},
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(STARTING)
    page = context.new_page()
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    context.close()


class View(NamedTuple):
    """How a page is looked at: its address, in a reading mode, on a screen of a width."""

    path: str
    mode: str
    width: int


@pytest.fixture(scope="session")
def visited(request, browser, address):
    """A page that tests only read: it is opened once for all tests of a view.

    The marker `views` says in which. On a wide screen no output waits for a guess.
    """
    view = request.param
    size = {"width": view.width, "height": 800}
    with browser.new_context(base_url=address, locale="zh-CN", viewport=size) as context:
        page = context.new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        if view.width > PHONE:
            page.add_init_script("localStorage.setItem('mlbook.guessing', 'off')")
        page.goto(f"{view.path}?lang={view.mode}")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        yield page


@pytest.fixture
def until(page):
    """A function that waits for a condition; Playwright's own uses eval, which the policy bars."""
    waiting = (
        "new Promise(done => {{ const look = () => {} ? done() : setTimeout(look, 20); look(); }})"
    )
    return lambda condition: page.evaluate(waiting.format(condition))


class Block:
    """A block of the page: its buttons, and what stands under it."""

    def __init__(self, page, number=0):
        self.whole = page.locator("article .language-python.highlight").nth(number)
        self.whole.evaluate("each => each.closest('details')?.setAttribute('open', '')")
        self.code = self.whole.locator("code")
        self.area = self.whole.locator("textarea")
        self.panel = self.whole.locator("xpath=following-sibling::div[contains(@class, 'ran')][1]")
        self.state = self.panel.locator(".ran-state")

    def press(self, button):
        self.whole.locator({"run": ".run-button"}.get(button, f".tool-{button}")).click()

    def edit(self, code):
        self.press("edit")
        self.area.fill(code)

    def run(self, code=None):
        """Press Run, and return what the page says in the end."""
        if code is not None:
            self.edit(code)
        self.press("run")
        return self.end()

    def end(self):
        expect(self.panel).to_have_attribute("data-state", re.compile("."))
        return self.state.inner_text()

    def printed(self):
        return "".join(self.panel.locator("pre").all_inner_texts())


@pytest.fixture
def blocks(page):
    """The blocks of a chapter, by number; the first prints Hello. and 3."""
    page.goto("chapters/python/?lang=both")
    return lambda number: Block(page, number)


@pytest.fixture
def block(blocks):
    """The first block of a chapter."""
    return blocks(0)


@pytest.fixture
def needs(page, needing):
    """A function that opens the chapter with needs, and returns its blocks by number."""

    def open_chapter(mode="en"):
        page.goto(f"{needing}chapters/needs/?lang={mode}")
        return lambda number: Block(page, number)

    return open_chapter


@pytest.fixture
def pyodide(page, site):
    """Pyodide's own address, in whose place the test answers."""

    def answer(route):
        name = urlparse(route.request.url).path.rpartition("/")[2]
        allowed = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(path=site / "assets" / "run" / "pyodide" / name, headers=allowed)

    page.context.route(f"{PUBLIC}**", answer)


@pytest.fixture
def remote(page, elsewhere, pyodide):
    """A block whose Python comes from Pyodide's own address."""
    page.goto(elsewhere)
    page.wait_for_load_state("networkidle")
    return Block(page)


class Exercise(Block):
    """An exercise of the small book: its program, its hints, its answer."""

    def __init__(self, page, name):
        frame = page.locator(f"#exercise-{name}-block-1")
        number = frame.evaluate(
            """frame => [...document.querySelectorAll("article .language-python.highlight")]
                .indexOf(frame)"""
        )
        super().__init__(page, number)
        section = page.locator(f"#exercise-{name} ~ details")
        self.hints = section.and_(page.locator(".hint"))
        self.answer = section.and_(page.locator(".answer")).first
        self.heading = page.locator(f"#exercise-{name}")
        self.button = self.whole.locator(".check-button")

    def check(self, code=None):
        """Write a program, press Check, and return what the page says in the end."""
        if code is not None:
            if not self.area.count():
                self.press("edit")
            self.area.fill(code)
        self.button.click()
        return self.end()

    def other(self, page, role):
        """Return the first block of its answer that has this role."""
        name = self.whole.get_attribute("id").removesuffix("1")
        frames = page.locator("article .language-python.highlight")
        ids = frames.evaluate_all("all => all.map(each => each.id + ' ' + each.className)")
        return Block(page, next(i for i, each in enumerate(ids) if name in each and role in each))


@pytest.fixture
def practice(page, small_book, pyodide):
    """A function that opens the chapter with exercises, and returns one of them."""

    def open_chapter(name="twice", mode="en"):
        page.goto(f"{small_book}chapters/doubling/?lang={mode}")
        page.locator("#exercises").scroll_into_view_if_needed()
        return Exercise(page, name)

    return open_chapter


# axe takes seconds for a long page: a few pages are tried in every look, each other page in one.
LOOKS = [(mode, scheme) for mode in ("zh", "en", "both") for scheme in ("light", "dark")]
IN_EVERY_LOOK = ["", "chapters/descent/", "labs/race/", "errata/"]


def looks():
    """Every page with a look to see it in, a mode and a colour scheme."""
    yield from ((path, look) for path in IN_EVERY_LOOK for look in LOOKS)
    rest = [path for path in PAGES if path not in IN_EVERY_LOOK]
    yield from ((path, LOOKS[i % len(LOOKS)]) for i, path in enumerate(rest))


def pytest_configure(config):
    """Name the marker of tests that only read pages."""
    config.addinivalue_line("markers", "views(*modes, widths): what `visited` shows")


def pytest_generate_tests(metafunc):
    """Give a test that asks for `path` every page of the book; with `look`, a look for each.

    A test that asks for `visited` gets every page in its views.
    """
    if "visited" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("views")
        widths = marker.kwargs.get("widths", (1280,))
        every = [
            View(path, mode, width) for path in PAGES for width in widths for mode in marker.args
        ]
        names = [f"{path or 'index'}-{mode}-{width}" for path, mode, width in every]
        metafunc.parametrize("visited", every, ids=names, indirect=True, scope="session")
    elif "look" in metafunc.fixturenames:
        metafunc.parametrize(("path", "look"), list(looks()))
    elif "path" in metafunc.fixturenames:
        metafunc.parametrize("path", PAGES, ids=lambda path: path or "index")
