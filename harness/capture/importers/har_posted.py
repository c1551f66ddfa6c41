"""The body of a HAR's request: its text, or put together from its parameters."""

from __future__ import annotations

import urllib.parse
from collections.abc import Generator, Iterator

from harness.capture.importers.har_books import Books, Fields
from harness.capture.importers.har_message import body, text_of
from harness.capture.importers.json_node import Kind, Node
from harness.model.account import Unread
from harness.model.message import GapReason, Message

_BOUNDARY = b"boundary-of-the-archive"
Parameter = tuple[bytes, bytes, bytes, bytes]
"""Name, value, file name, content type."""


def posted(data: Node | None, books: Books) -> Iterator[Message | Unread | bytes]:
    """The bytes of the body last, before them its gaps.

    Parameters that stand in the text too are copies; others become a form, or a multipart
    body (RFC 7578) where one of them is a file.
    """
    if data is None:
        yield b""
        return
    if data.kind is Kind.TEXT:
        books.content(data)
        yield data.text
        return
    if data.kind is not Kind.OBJECT:
        books.note(b"postData", data, sent=True)
        yield b""
        return
    yield from _posted(data, books)


def _posted(data: Node, books: Books) -> Iterator[Message | Unread | bytes]:
    fields = Fields(data)
    text, params, encoding = fields.take(b"text"), fields.take(b"params"), fields.take(b"encoding")
    text, encoding = text or fields.take(b"_content"), encoding or fields.take(b"_encoding")
    mime = text_of(next((one for name, one in fields.rest if name == b"mimeType"), None))
    content = b""
    if text is not None and text_of(text):
        for part in body(text, encoding, books, sent=True):
            if isinstance(part, bytes):
                content = part
            else:
                yield part
        encoding = None
        books.say(content)
    elif text is not None:
        books.content(text)
    if encoding is not None:
        books.note(b"postData.encoding", encoding, sent=True)
    if content:
        _copies(params, books)
    elif params is not None:
        content = yield from _parameters(params, mime, books)
        books.say(content, mime)
    for name, node in fields.rest:
        books.note_unless_copied(b"postData." + name, node, sent=True)
    yield content


def _copies(params: Node | None, books: Books) -> None:
    """Parameters beside a text: what does not stand in the text becomes a note."""
    if params is None:
        return
    loose = [*params.items, *(one for _, one in params.fields)]
    if not loose:
        books.note(b"postData.params", params, sent=True)
    for one in loose:
        if one.kind is not Kind.OBJECT:
            books.note_unless_copied(b"postData.params", one, sent=True)
        for name, part in one.fields:
            books.note_unless_copied(b"postData.params." + name, part, sent=True)


def _parameters(params: Node, mime: bytes, books: Books) -> Generator[Unread, None, bytes]:
    """Gives back the body that the parameters make."""
    found: list[Parameter] = []
    for name, one in params.fields:
        books.content(one)
        found.append((name, text_of(one), b"", b""))
    for one in params.items:
        fields = Fields(one)
        taken = [fields.take(key) for key in (b"name", b"value", b"fileName", b"contentType")]
        if one.kind is not Kind.OBJECT or not any(taken):
            books.note(b"postData.params", one, sent=True)
            continue
        for part in taken:
            if part is not None:
                books.content(part)
        books.leftover(b"postData.params.", fields, sent=True)
        name, value, file, kind = (text_of(part) for part in taken)
        found.append((name, value, file, kind))
        if file and not value:
            detail = f"the file {file[:80]!a} of the form is not stored"
            yield books.gap(GapReason.NOT_STORED, detail, 0, missing=True)
    if not found and params.kind not in {Kind.LIST, Kind.OBJECT}:
        books.note(b"postData.params", params, sent=True)
    if mime.lower().startswith(b"multipart/") or any(file or kind for _, _, file, kind in found):
        return _multipart(found, mime)
    return urllib.parse.urlencode([(name, value) for name, value, _, _ in found]).encode()


def _multipart(found: list[Parameter], mime: bytes) -> bytes:
    boundary = mime.partition(b"boundary=")[2].partition(b";")[0].strip(b'" ') or _BOUNDARY
    out: list[bytes] = []
    for name, value, file, kind in found:
        named = b'; filename="' + file + b'"' if file else b""
        out += [b"--", boundary, b'\r\nContent-Disposition: form-data; name="', name, b'"', named]
        out += [b"\r\nContent-Type: " + kind if kind else b"", b"\r\n\r\n", value, b"\r\n"]
    return b"".join([*out, b"--", boundary, b"--\r\n"]) if found else b""
