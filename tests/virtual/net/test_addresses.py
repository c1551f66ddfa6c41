from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.net import addresses


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://A.example/x?y=1#z", "a.example", 443, "/x?y=1"),
        ("http://a.example", "a.example", 80, "/"),
        ("http://a.example:8080/a b", "a.example", 8080, "/a%20b"),
        ("https://bücher.example/ü?q=ä", "xn--bcher-kva.example", 443, "/%C3%BC?q=%C3%A4"),
        ("https://a.example/%41?b=%2F&c=d+e", "a.example", 443, "/%41?b=%2F&c=d+e"),
    ],
)
def test_an_address_is_taken_apart(url, host, port, path):
    target = addresses.parse(url)

    assert (target.host, target.port, target.path) == (host, port, path)


@pytest.mark.parametrize(
    "url", ["", "javascript:1", "ftp://a.example", "http://", "https://a b/", "http://[::1"]
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ValueError):
        addresses.parse(url)


@given(st.text())
def test_any_text_is_an_address_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        addresses.parse(text)
    addresses.join("https://a.example/", text)
    addresses.is_address(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://a.test/x", True),
        ("q7.claims.test/path?a=b", True),
        ("a.test:8080", True),
        ("red kite", False),
        ("word", False),
        ("what is a.test", False),
        ("3.5", False),
        ("", False),
    ],
)
def test_a_dotted_host_without_spaces_is_an_address(typed, expected):
    assert addresses.is_address(typed) is expected


def test_what_was_typed_gets_the_scheme_of_a_browser():
    assert addresses.complete(" a.test ") == "http://a.test"
    assert addresses.complete("https://a.test") == "https://a.test"


def test_a_target_tells_its_port_only_where_it_is_not_the_usual_one():
    assert addresses.parse("http://a.test:80/").authority == "a.test"
    assert addresses.parse("https://a.test:80/x").url == "https://a.test:80/x"
