"""HTTP/1 messages at the front of a byte stream (RFC 9112), as lenient as servers and phones are.

Read beyond the grammar: folded lines, bare line feeds, spaces in targets, lines without a colon.  What has no
field of its own in a message is kept as a header: a reason phrase that is not the status' own as `:reason`,
chunk extensions as `:chunk-extension`, a version but 1.0 and 1.1 as `:version`; trailers follow the headers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus

from harness.capture.importers.http1_chunks import Chunks
from harness.capture.importers.http1_message import (
    BLANK_LINE,
    FINAL,
    MOST_HEAD,
    Headers,
    Parsed,
    Wait,
    fields,
    value_of,
)
from harness.model.message import Direction

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,40}"
_REQUEST = re.compile(rb"(" + _TOKEN + rb")[ \t]([^\r\n]*?)[ \t](HTTP/1\.[0-9])[ \t]*+\r?\n")
_STATUS = re.compile(rb"(HTTP/1\.[0-9]|ICY)[ \t]++([0-9]{3})(?:[ \t]([^\r\n]*+))?\r?\n")
_REQUEST_BEGUN = re.compile(_TOKEN + rb"(?:[ \t][^\r\n]*\r?)?\Z")
_STATUS_BEGUN = re.compile(rb"(?:HTTP/1\.[0-9]|ICY)(?:[ \t][^\r\n]*\r?)?\Z")
_BEGINNINGS = (b"HTTP/1.", b"ICY")
_USUAL_METHODS = (
    rb"GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PROPFIND|REPORT|NOTIFY|SUBSCRIBE|SEARCH"
)
_METHOD = rb"(?:(?<=\n)" + _TOKEN + rb"|" + _USUAL_METHODS + rb")"
_STARTS = {
    Direction.OUT: re.compile(_METHOD + rb"[ \t][^\r\n]{0,65536}?[ \t]HTTP/1\.[0-9][ \t]*+\r?\n"),
    Direction.IN: re.compile(rb"HTTP/1\.[0-9][ \t]+[0-9]{3}(?:[ \t][^\r\n]{0,4096})?\r?\n"),
}
_MOST_LINE = 65_536
_NO_BODY = frozenset({204, 304})
_SUCCESS = range(200, 300)
_DIGITS = 16
_VERSIONS = (b"HTTP/1.0", b"HTTP/1.1")


def next_start(data: bytearray, direction: Direction, after: int) -> int | None:
    """Where the next message seems to start, at or behind an offset."""
    found = _STARTS[direction].search(data, after)
    return found.start() if found else None


def parse(data: bytearray, direction: Direction, asked: str, *, ended: bool) -> Parsed | Wait | None:
    """The message at the front; None where there is none.

    `asked` is the method that an answer belongs to, empty where unknown; `ended` says that no more will come,
    so that a message that is not whole is read as far as it goes.
    """
    first = (_REQUEST if direction is Direction.OUT else _STATUS).match(data)
    if first is None:
        return Wait(len(data) + 1) if not ended and _begun(data, direction) else None
    blank = BLANK_LINE.search(data, first.end() - 1, first.end() + MOST_HEAD)
    if blank is None and not ended:
        return Wait(len(data) + 1) if len(data) <= first.end() + MOST_HEAD else None
    start = blank.end() if blank else len(data)
    headers = fields(bytes(data[first.end() : blank.start() + 1 if blank else len(data)]))
    method, target, status = "", b"", None
    version = first.group(1)
    if direction is Direction.OUT:
        method, target, version = first.group(1).decode(), bytes(first.group(2)).strip(b" \t"), first.group(3)
    else:
        status = int(first.group(2))
        headers += _reason(status, bytes(first.group(3) or b"").strip(b" \t"))
    if version not in _VERSIONS:
        headers += ((b":version", bytes(version)),)
    if blank is None:
        return Parsed(len(data), 0, method, target, status, headers, b"", whole=False)
    return _content(data, start, Parsed(start, 0, method, target, status, headers, b""), asked, ended=ended)


def _begun(data: bytearray, direction: Direction) -> bool:
    if len(data) > _MOST_LINE:
        return False
    if direction is Direction.OUT:
        return _REQUEST_BEGUN.match(data) is not None
    return _STATUS_BEGUN.match(data) is not None or any(b.startswith(data) for b in _BEGINNINGS)


def _reason(status: int, phrase: bytes) -> Headers:
    try:
        usual = HTTPStatus(status).phrase.encode()
    except ValueError:
        usual = b""
    return () if not phrase or phrase.lower() == usual.lower() else ((b":reason", phrase),)


def _content(data: bytearray, start: int, head: Parsed, asked: str, *, ended: bool) -> Parsed | Wait:
    """The message with its content (RFC 9112 section 6.3)."""
    if _is_empty(data, start, head.status, asked):
        return head
    if value_of(head.headers, b"transfer-encoding").lower().rstrip().endswith(b"chunked"):
        return Chunks(data, start, head, ended=ended).read()
    length = _length(head.headers)
    if length is not None and start + length <= len(data):
        return replace(head, size=start + length, body=bytes(data[start : start + length]))
    if length is None and head.status is None:
        return head
    if not ended:
        return Wait(len(data) + 1 if length is None else start + length)
    rest = None if length is None else start + length - len(data)
    return replace(head, size=len(data), body=bytes(data[start:]), whole=rest is None, rest=rest)


def _is_empty(data: bytearray, start: int, status: int | None, asked: str) -> bool:
    """Whether an answer has no content; where its request is unknown, the next answer tells."""
    if status is None:
        return False
    if status < FINAL or status in _NO_BODY or asked == "HEAD":
        return True
    return (asked == "CONNECT" and status in _SUCCESS) or (
        not asked and data[start : start + 7] == b"HTTP/1."
    )


def _length(headers: Headers) -> int | None:
    """The length that all Content-Length fields agree on."""
    lengths = {
        length.strip()
        for name, value in headers
        if name.lower() == b"content-length"
        for length in value.split(b",")
    }
    length = lengths.pop() if len(lengths) == 1 else b""
    return int(length) if length.isdigit() and len(length) < _DIGITS else None
