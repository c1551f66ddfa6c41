"""HTTP/1 messages at the front of a byte stream (RFC 9112), as lenient as servers and phones are.

Read beyond the grammar: folded lines, bare line feeds, spaces in targets, lines without a colon.  What has no
field of its own in a message is kept as a header: a reason phrase that is not the status' own as `:reason`,
chunk extensions as `:chunk-extension`, a version but 1.0 and 1.1 as `:version`; trailers follow the headers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from harness.model.message import Direction

Headers = tuple[tuple[bytes, bytes], ...]

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,40}"
_REQUEST = re.compile(rb"(" + _TOKEN + rb")[ \t]([^\r\n]*?)[ \t](HTTP/1\.[0-9])[ \t]*+\r?\n")
_STATUS = re.compile(rb"(HTTP/1\.[0-9]|ICY)[ \t]++([0-9]{3})(?:[ \t]([^\r\n]*+))?\r?\n")
_REQUEST_BEGUN = re.compile(_TOKEN + rb"(?:[ \t][^\r\n]*\r?)?\Z")
_STATUS_BEGUN = re.compile(rb"(?:HTTP/1\.[0-9]|ICY)(?:[ \t][^\r\n]*\r?)?\Z")
_BEGINNINGS = (b"HTTP/1.", b"ICY")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*+(?:;([^\r\n]*+))?\r?\n")
_USUAL_METHODS = (
    rb"GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PROPFIND|REPORT|NOTIFY|SUBSCRIBE|SEARCH"
)
_METHOD = rb"(?:(?<=\n)" + _TOKEN + rb"|" + _USUAL_METHODS + rb")"
_STARTS = {
    Direction.OUT: re.compile(_METHOD + rb"[ \t][^\r\n]{0,65536}?[ \t]HTTP/1\.[0-9][ \t]*+\r?\n"),
    Direction.IN: re.compile(rb"HTTP/1\.[0-9][ \t]+[0-9]{3}(?:[ \t][^\r\n]{0,4096})?\r?\n"),
}
MOST_HEAD = 262_144
_MOST_LINE = 65_536
_NO_BODY = frozenset({204, 304})
_SUCCESS = range(200, 300)
SWITCHING = 101
_FINAL = 200
_DIGITS = 16
_VERSIONS = (b"HTTP/1.0", b"HTTP/1.1")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message: `size` bytes of the stream, of which `framing` are neither in its head nor its content.

    `whole` says whether it ends there; else `rest` bytes of its content are to come, where that is known.
    """

    size: int
    framing: int
    method: str
    target: bytes
    status: int | None
    headers: Headers
    body: bytes
    whole: bool = True
    rest: int | None = None

    @property
    def informational(self) -> bool:
        """Whether another answer follows."""
        return self.status is not None and self.status < _FINAL and self.status != SWITCHING


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing can be read before the stream has so many bytes."""

    size: int


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
    blank = _BLANK_LINE.search(data, first.end() - 1, first.end() + MOST_HEAD)
    if blank is None and not ended:
        return Wait(len(data) + 1) if len(data) <= first.end() + MOST_HEAD else None
    start = blank.end() if blank else len(data)
    headers = _fields(bytes(data[first.end() : blank.start() + 1 if blank else len(data)]))
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


def _fields(block: bytes) -> Headers:
    """Field lines; a line that starts with a blank continues the one before (RFC 9112 section 5.2)."""
    lines: list[list[bytes]] = []
    for line in block.split(b"\n"):
        text = line.rstrip(b"\r")
        if text[:1] in (b" ", b"\t") and lines:
            lines[-1].append(text.strip(b" \t"))
        elif text:
            lines.append([text])
    return tuple(
        (name.strip(b" \t"), value.strip(b" \t"))
        for name, _, value in (b" ".join(line).partition(b":") for line in lines)
    )


def _reason(status: int, phrase: bytes) -> Headers:
    try:
        usual = HTTPStatus(status).phrase.encode()
    except ValueError:
        usual = b""
    return () if not phrase or phrase.lower() == usual.lower() else ((b":reason", phrase),)


def value_of(headers: Headers, name: bytes) -> bytes:
    """The first value of a header, empty without one."""
    return next((value for one, value in headers if one.lower() == name), b"")


def _content(data: bytearray, start: int, head: Parsed, asked: str, *, ended: bool) -> Parsed | Wait:
    """The message with its content (RFC 9112 section 6.3)."""
    if _is_empty(data, start, head.status, asked):
        return head
    if value_of(head.headers, b"transfer-encoding").lower().rstrip().endswith(b"chunked"):
        return _Chunks(data, start, head, ended=ended).read()
    length = _length(head.headers)
    if length is not None and start + length <= len(data):
        return _with(head, start + length, bytes(data[start : start + length]))
    if length is None and head.status is None:
        return head
    if not ended:
        return Wait(len(data) + 1 if length is None else start + length)
    rest = None if length is None else start + length - len(data)
    return _with(head, len(data), bytes(data[start:]), whole=rest is None, rest=rest)


def _is_empty(data: bytearray, start: int, status: int | None, asked: str) -> bool:
    """Whether an answer has no content; where its request is unknown, the next answer tells."""
    if status is None:
        return False
    if status < _FINAL or status in _NO_BODY or asked == "HEAD":
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


class _Chunks:
    """Chunked content (RFC 9112 section 7.1) with extensions and trailers; what is no chunk ends it early."""

    def __init__(self, data: bytearray, start: int, head: Parsed, *, ended: bool) -> None:
        self._data, self._start, self._head, self._ended = data, start, head, ended
        self._found = bytearray()
        self._extensions: list[tuple[bytes, bytes]] = []
        self._at = start

    def read(self) -> Parsed | Wait:
        """The message, or what it waits for."""
        while True:
            step = self._chunk()
            if step is not None:
                return step

    def _chunk(self) -> Parsed | Wait | None:
        """Goes on by one chunk."""
        data = self._data
        line = _CHUNK.match(data, self._at)
        if line is None:
            begun = len(data) - self._at < MOST_HEAD and data.find(b"\n", self._at) < 0
            return Wait(len(data) + 1) if begun and not self._ended else self._message(self._at)
        if line.group(2):
            self._extensions.append((b":chunk-extension", bytes(line.group(2))))
        count, self._at = int(line.group(1), 16), line.end()
        if count == 0:
            return self._trailers()
        if self._at + count + 1 > len(data) and not self._ended:
            return Wait(self._at + count + 1)
        self._found += data[self._at : self._at + count]
        self._at = min(self._at + count, len(data))
        ending = _LINE_END.match(data, self._at)
        if ending is not None:
            self._at = ending.end()
            return None
        if data[self._at :] == b"\r" and not self._ended:
            return Wait(self._at + 2)
        return self._message(self._at)

    def _trailers(self) -> Parsed | Wait:
        data, at = self._data, self._at
        blank = _BLANK_LINE.search(data, at - 1, at + MOST_HEAD)
        if blank is None and not self._ended and len(data) - at < MOST_HEAD:
            return Wait(len(data) + 1)
        end = blank.end() if blank else len(data) if self._ended else at
        return self._message(end, _fields(bytes(data[at:end])), whole=blank is not None)

    def _message(self, end: int, trailers: Headers = (), *, whole: bool = False) -> Parsed:
        kept = len(self._found) + sum(len(value) for _, value in self._extensions)
        framing = self._at - self._start - kept
        headers = self._head.headers + tuple(self._extensions) + trailers
        return _with(self._head, end, bytes(self._found), headers=headers, framing=framing, whole=whole)


def _with(head: Parsed, size: int, body: bytes, **changed: Any) -> Parsed:
    return replace(head, size=size, body=body, **changed)
