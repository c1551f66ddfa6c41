"""Fields of requests that a specification defines, whoever sends them."""

from __future__ import annotations

from collections.abc import Mapping

from harness.model.field import FIXED, Field, OneOf

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

_METHODS = frozenset(b"GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH".split())

METHOD = Field("http:method", "RFC 9110 §9, RFC 5789", OneOf(_METHODS))
HOST = Field("http:host", "RFC 9110 §7.2")
_HEADERS: Mapping[str, Field] = {
    name: Field(f"http:{name}", citation) for name, citation in _RFC_HEADERS.items()
}
_NAMES_ALONE: Mapping[str, str] = {
    "referer": "RFC 9110 §10.1.3",
    "cookie": "RFC 6265 §5.4",
    "authorization": "RFC 9110 §11.6.2",
    "if-match": "RFC 9110 §13.1.1",
    "if-none-match": "RFC 9110 §13.1.2",
    "last-modified": "RFC 9110 §8.8.2",
    "sec-websocket-key": "RFC 6455 §11.3.1",
    "sec-websocket-protocol": "RFC 6455 §11.3.4",
}
"""Registered names of headers whose content no specification bounds."""
_HEADER_NAMES: Mapping[str, Field] = {
    name: Field(f"http:{{{name}}}", citation, FIXED)
    for name, citation in (*_RFC_HEADERS.items(), *_NAMES_ALONE.items())
}
_PATHS: Mapping[bytes, Field] = {
    b"/favicon.ico": Field("http:favicon", "HTML Standard §4.6.7.8", FIXED),
}


def header(name: str) -> Field | None:
    """The request header of a specification, by its name in lower case."""
    return _HEADERS.get(name)


def header_name(name: str) -> Field | None:
    """The name itself of such a header."""
    return _HEADER_NAMES.get(name)


def path(path: bytes) -> Field | None:
    """The path that a specification names."""
    return _PATHS.get(path)
