"""Addresses as writers of HAR store them."""

from __future__ import annotations

import pytest

from harness.capture.importers.har_address import address


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port", "target", "rest"),
    [
        (b"http://h.test:8080/p?a=%41#f", "http", "h.test", 8080, b"/p?a=%41#f", b""),
        (b"https://h.test", "https", "h.test", 443, b"/", b""),
        (b"https://h.test?q=1", "https", "h.test", 443, b"/?q=1", b""),
        (b"wss://h.test/s", "wss", "h.test", 443, b"/s", b""),
        (b"//h.test/p", "https", "h.test", 443, b"/p", b""),
        (b"h.test/p?q=http://x/", "https", "h.test", 443, b"/p?q=http://x/", b""),
        (b"h.test:444", "https", "h.test", 444, b"/", b""),
        (b"http://user:pass@h.test/p", "http", "h.test", 80, b"/p", b"user:pass"),
        (b"http://[2001:db8::1]:81/p", "http", "2001:db8::1", 81, b"/p", b""),
        (b"http://h.test:99999/p", "http", "h.test", 80, b"/p", b"99999"),
        (b"http://h.test:port/p", "http", "h.test", 80, b"/p", b"port"),
        (b"data:text/plain,abc", "data", "", 0, b"data:text/plain,abc", b""),
        (b"blob:https://h.test/1", "blob", "", 0, b"blob:https://h.test/1", b""),
        (b"chrome-extension://abc/p", "chrome-extension", "abc", 443, b"/p", b""),
        (b"/p?q=1", "https", "from.header", 443, b"/p?q=1", b""),
        (b"p/q", "https", "from.header", 443, b"p/q", b""),
        (b"", "https", "from.header", 443, b"", b""),
    ],
)
def test_an_address_falls_into_its_parts(
    url: bytes, scheme: str, host: str, port: int, target: bytes, rest: bytes
) -> None:
    found = address(url, b"from.header")

    assert (found.scheme, found.host, found.port, found.target, found.rest) == (
        scheme,
        host,
        port,
        target,
        rest,
    )
