import base64
import hashlib
import re

import pytest

from mlbook.publishing.browser.pyodide import PUBLIC
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.policy import policy_of, put_policy

HERE = "run/pyodide/"


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def with_policy(html):
    page = Page(html)
    put_policy(page, HERE)
    return str(page)


def directive(name, html, python=HERE):
    return re.search(rf"(?:^|; ){name} ([^;]*)", policy_of(Page(html), python))[1]


def test_a_page_admits_its_own_origin_and_nothing_else():
    policy = policy_of(Page("<p>x</p>"), HERE)
    assert policy.startswith("default-src 'none'; ")
    assert "http" not in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")


def test_the_scripts_of_a_page_are_known_by_their_hashes_character_by_character():
    first, second = "a &amp;&lt; 1\n", "b"
    scripts = directive("script-src", f"<script>{first}</script>\n<script>{second}</script>")
    assert scripts == f"'self' 'wasm-unsafe-eval' {digest(first)} {digest(second)}"


@pytest.mark.parametrize(
    "html",
    [
        '<script src="a.js"></script>',
        '<script type="application/json">{}</script>',
        '<script type="application/ld+json">{}</script>',
        "a",
    ],
)
def test_what_is_no_inline_script_gets_no_hash(html):
    assert directive("script-src", html) == "'self' 'wasm-unsafe-eval'"


def test_an_event_handler_has_no_leave():
    assert directive("script-src", '<p onclick="f()">x</p>') == "'self' 'wasm-unsafe-eval'"


def test_styles_are_known_by_their_hashes_and_attributes_as_the_browser_reads_them():
    html = '<style>p {}</style><p style="color: red">x</p><i style="font: &quot;a&quot;">x</i>'
    hashes = [digest(text) for text in ("color: red", 'font: "a"')]
    assert directive("style-src", html) == " ".join(
        ["'self'", digest("p {}"), "'unsafe-hashes'", *hashes]
    )


def test_of_another_host_a_page_admits_the_folder_of_python_and_no_more():
    for name in ("script-src", "connect-src"):
        assert directive(name, "", PUBLIC).split()[:2] == ["'self'", PUBLIC]
        assert "http" not in directive(name, "", HERE)
    assert PUBLIC.endswith("/")  # without it, a policy admits one file of that name


def test_the_policy_stands_before_whatever_the_page_loads():
    html = '<head><meta charset="utf-8"><script>f()</script></head>'
    page = with_policy(html)
    assert 0 < page.index("Content-Security-Policy") < page.index("<script>")
    assert with_policy(html) == page


def test_a_page_without_a_place_for_its_policy_is_refused():
    with pytest.raises(ValueError, match="after which its security policy would stand"):
        with_policy("<head><title>x</title></head>")
