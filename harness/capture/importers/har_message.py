"""What request and answer of a HAR have in common: headers, cookies, bodies, sizes."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from harness.capture.importers.har_books import Books, Fields
from harness.capture.importers.json_node import Kind, Node, dumped
from harness.model.account import Fate, Unread
from harness.model.message import Direction, GapReason, Message

Header = tuple[bytes, bytes]
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_SPACES = b" \t\r\n\v\f"
_MOST_DIGITS = 15
_LARGE = 1 << 22
"""Bytes of a body in which no copies are looked for."""


def headers(name: bytes, node: Node | None, books: Books, *, sent: bool) -> list[Header]:
    """The headers in any of the shapes that writers give them; what has none of these shapes becomes a note.

    A list of objects (HAR 1.2), of pairs or of lines; one object; one text of lines.
    """
    found: list[Header] = []
    if node is None:
        return found
    if node.kind is Kind.OBJECT:
        for key, one in node.fields:
            value = one.scalar
            books.content(one)
            found.append((key, dumped(one) if value is None else value))
    elif node.kind is Kind.LIST:
        for one in node.items:
            found += _header(name, one, books, sent=sent)
    elif node.kind is Kind.TEXT:
        books.content(node)
        found += [_line(line) for line in node.text.splitlines() if line]
    else:
        books.note(name, node, sent=sent)
    return found


def _header(place: bytes, node: Node, books: Books, *, sent: bool) -> list[Header]:
    if node.kind is Kind.OBJECT:
        fields = Fields(node)
        name, value = fields.take(b"name"), fields.take(b"value")
        books.leftover(place + b".", fields, sent=sent)
        if name is None and value is None:
            return []
        for one in (name, value):
            if one is not None:
                books.content(one)
        return [(_text(name), _text(value))]
    if node.kind is Kind.LIST and len(node.items) == 2:  # noqa: PLR2004
        books.content(node)
        return [(_text(node.items[0]), _text(node.items[1]))]
    if node.kind is Kind.TEXT:
        books.content(node)
        return [_line(node.text)]
    books.note(place, node, sent=sent)
    return []


def _line(line: bytes) -> Header:
    name, _, value = line.partition(b":")
    return name.strip(), value.strip()


def _text(node: Node | None) -> bytes:
    if node is None:
        return b""
    text = node.scalar
    return dumped(node) if text is None else text


def text_of(node: Node | None) -> bytes:
    """The text of a value; of one with parts its JSON."""
    return _text(node)


def value_of(found: list[Header], name: bytes) -> bytes:
    """The first value of a header, empty where there is none."""
    return next((value for key, value in found if key.lower() == name), b"")


def pairs(place: bytes, node: Node | None, books: Books, *, sent: bool) -> list[Header]:
    """Names and values of query or cookies of which one at least was not handed on yet.

    What else such an object holds is a copy, ignored by name, or a note.
    """
    if node is None:
        return []
    items = [
        *node.items,
        *(
            Node(Kind.OBJECT, one.size, fields=[(b"name", Node(Kind.TEXT, 0, key)), (b"value", one)])
            for key, one in node.fields
        ),
    ]
    if not items:
        books.note_unless_copied(place, node, sent=sent)
    return [found for one in items for found in _pair(place, one, books, sent=sent)]


def _pair(place: bytes, node: Node, books: Books, *, sent: bool) -> list[Header]:
    fields = Fields(node)
    name, value = fields.take(b"name"), fields.take(b"value")
    if name is None and value is None:
        books.note(place, node, sent=sent)
        return []
    parts = [part for part in (name, value) if part is not None]
    new = any(not books.is_copy(_text(part)) for part in parts)
    for part in parts:
        if not books.copied(part):
            books.content(part)
    for key, part in fields.rest:
        books.note_unless_copied(place + b"." + key, part, sent=sent)
    return [(_text(name), _text(value))] if new else []


def body(
    text: Node, encoding: Node | None, books: Books, *, sent: bool
) -> Iterator[Message | Unread | bytes]:
    """The bytes of a text, last; before them the gap where it is not the base64 that it says."""
    raw = _text(text)
    said = text_of(encoding).strip().lower()
    if encoding is not None:
        if said in {b"base64", b"", b"utf-8", b"utf8", b"text", b"plain"}:
            books.account.book(Fate.IGNORED, "names of encodings", encoding.size)
        else:
            books.note(b"encoding", encoding, sent=sent)
    if said != b"base64" or not raw:
        books.content(text)
        yield raw
        return
    decoded = unbase64(raw)
    if decoded is None:
        books.account.book(Fate.GAP, "damaged", text.size)
        yield books.gap(
            GapReason.DAMAGED, "its body is not the base64 that it says: searched as it is", text.size
        )
        yield raw
        return
    books.content(text)
    yield decoded


def unbase64(raw: bytes) -> bytes | None:
    """What base64 (RFC 4648 §4, §5) says, also in lines and without its padding; None where it is none."""
    if _NOT_BASE64.search(raw):
        raw = raw.translate(bytes.maketrans(b"-_", b"+/"), _SPACES)
        if _NOT_BASE64.search(raw):
            return None
    if len(raw) % 4:
        raw = raw.rstrip(b"=")
        raw += b"=" * (-len(raw) % 4)
    try:
        return binascii.a2b_base64(raw, strict_mode=True)
    except binascii.Error:
        return None


def number(node: Node | None) -> int:
    """A size or a status; 0 where it is none."""
    text = text_of(node).strip()
    text = text.partition(b".")[0] if text.replace(b".", b"", 1).isdigit() else text
    return int(text) if text.isdigit() and len(text) <= _MOST_DIGITS else 0


def as_on_the_wire(content: bytes, wanted: int) -> bytes:
    """A body whose bytes a browser stored as letters: undone where its size then is the one that was sent."""
    if not wanted or wanted >= len(content) or content.isascii() or len(content) > _LARGE:
        return content
    try:
        wire = content.decode().encode("latin-1")
    except ValueError:
        return content
    return wire if len(wire) == wanted else content


def missing(
    content: bytes, found: list[Header], sizes: tuple[int, ...], books: Books, direction: Direction
) -> Iterator[Unread]:
    """A gap where a body was sent and is not stored, or not all of it."""
    length = value_of(found, b"content-length").strip()
    stated = max((int(length) if length.isdigit() and len(length) <= _MOST_DIGITS else 0, *sizes))
    what = "the body of the request" if direction is Direction.OUT else "the body of the answer"
    chunked = b"chunked" in value_of(found, b"transfer-encoding").lower() and direction is Direction.OUT
    if not content and (stated or chunked):
        yield books.gap(GapReason.NOT_STORED, f"{what} is not stored", stated, missing=True)
    elif stated > len(content) and direction is Direction.OUT and not value_of(found, b"content-encoding"):
        detail = f"{what} is stored in part, {len(content)} of {stated} bytes"
        yield books.gap(GapReason.NOT_STORED, detail, stated - len(content), missing=True)
