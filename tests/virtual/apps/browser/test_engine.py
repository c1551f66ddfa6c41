from __future__ import annotations

import pytest

from harness.virtual.apps.browser.engine import error_page, referer
from harness.virtual.apps.browser.pages import Page
from harness.virtual.net.errors import BadAnswer, NameNotFound, TlsRefused, Unreachable


@pytest.mark.parametrize(
    ("page", "policy", "url", "expected"),
    [
        ("https://a.test/x?y#z", "", "https://a.test/img", "https://a.test/x?y"),
        ("https://a.test/x?y#z", "", "https://b.test/img", "https://a.test/"),
        ("https://a.test/x", "", "http://b.test/", ""),
        ("https://a.test/x", "no-referrer", "https://a.test/", ""),
        ("https://a.test/x", "same-origin", "https://b.test/", ""),
        ("https://a.test/x", "origin", "https://a.test/y", "https://a.test/"),
        ("", "", "https://a.test/", ""),
    ],
)
def test_the_referrer_follows_the_policy(page, policy, url, expected):
    assert referer(Page(page, "", (), "", policy), url) == expected


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (TlsRefused("x"), "Your connection is not private"),
        (NameNotFound("x"), "This site can't be reached"),
        (Unreachable("x"), "This site can't be reached"),
        (BadAnswer("x"), "This page isn't working"),
    ],
)
def test_every_failure_has_its_screen(error, title):
    assert error_page("https://a.test/", error).title == title
