"""Why a leaf is understood, whoever sent it: a field of a specification, a point in time (method §7)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_RFC_HEADERS: Mapping[str, str] = {
    "host": "RFC 9110 §7.2",
    "user-agent": "RFC 9110 §10.1.5",
    "accept": "RFC 9110 §12.5.1",
    "accept-charset": "RFC 9110 §12.5.2",
    "accept-encoding": "RFC 9110 §12.5.3",
    "accept-language": "RFC 9110 §12.5.4",
    "connection": "RFC 9110 §7.6.1",
    "proxy-connection": "RFC 9112 §C.2.2",
    "keep-alive": "RFC 2068 §19.7.1.1",
    "content-type": "RFC 9110 §8.3",
    "content-encoding": "RFC 9110 §8.4",
    "content-language": "RFC 9110 §8.5",
    "content-length": "RFC 9110 §8.6",
    "transfer-encoding": "RFC 9112 §6.1",
    "te": "RFC 9110 §10.1.4",
    "expect": "RFC 9110 §10.1.1",
    "date": "RFC 9110 §6.6.1",
    "origin": "RFC 6454 §7",
    "cache-control": "RFC 9111 §5.2",
    "pragma": "RFC 9111 §5.4",
    "if-modified-since": "RFC 9110 §13.1.3",
    "range": "RFC 9110 §14.2",
    "upgrade": "RFC 9110 §7.8",
    "upgrade-insecure-requests": "W3C Upgrade Insecure Requests §3.2.1",
    "sec-websocket-version": "RFC 6455 §11.3.5",
    "sec-websocket-extensions": "RFC 6455 §11.3.2",
    "sec-fetch-site": "W3C Fetch Metadata §2",
    "sec-fetch-mode": "W3C Fetch Metadata §2",
    "sec-fetch-dest": "W3C Fetch Metadata §2",
    "sec-fetch-user": "W3C Fetch Metadata §2",
}
"""Request headers whose content their specification defines.  Cookie and Referer are not among them."""

_PATHS: Mapping[bytes, str] = {b"/favicon.ico": "HTML Standard §4.6.7.8"}

_TIME = re.compile(
    rb"1[0-9]{9}(?:\.[0-9]{1,6})?|1[0-9]{12}|1[0-9]{15}"
    rb"|20[0-9]{2}-[01][0-9]-[0-3][0-9]"
    rb"(?:[T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def header(name: str) -> str | None:
    """The specification that defines a request header."""
    return _RFC_HEADERS.get(name)


def known_path(path: bytes) -> str | None:
    """The specification that names a path."""
    return _PATHS.get(path)


def timestamp(value: bytes) -> bool:
    """Whether it is a point in time and nothing else: seconds, ms, µs since 2001, or ISO 8601."""
    return _TIME.fullmatch(value) is not None
