"""The answer of a HAR entry as a message, and the messages of its WebSocket."""

from __future__ import annotations

import http
from collections.abc import Iterator
from io import BytesIO

from harness.capture.importers.har_books import Books, Fields
from harness.capture.importers.har_message import (
    as_on_the_wire,
    body,
    headers,
    missing,
    number,
    pairs,
    text_of,
)
from harness.capture.importers.har_request import Sent
from harness.capture.importers.json_node import Kind, Node
from harness.capture.importers.json_scanner import END, Scanner
from harness.model.account import Fate, Unread
from harness.model.message import ConnectionId, Direction, ExchangeId, GapReason, Message, Transport

_PHRASES = frozenset(
    {status.phrase.lower().encode() for status in http.HTTPStatus}
    | {b"", b"moved temporarily", b"connection established", b"no status"}
)
_NO_BODY = frozenset({204, 304})
_STATUSES = range(100, 1000)
_BINARY = b"2"
_MOST_SECONDS = 10**11


def response(node: Node, books: Books, sent: Sent) -> Iterator[Message | Unread]:
    """The message where there was an answer, with its gaps."""
    fields = Fields(node)
    status = fields.take(b"status")
    found = headers(b"response.headers", fields.take(b"headers"), books, sent=False)
    for name in (b"trailers", b"_trailers"):
        found += headers(b"response." + name, fields.take(name), books, sent=False)
    books.say(*(part for header in found for part in header))
    cookies = pairs(b"response.cookies", fields.take(b"cookies"), books, sent=False)
    found += [(b"Set-Cookie", name + b"=" + value) for name, value in cookies]
    code = _status(status, fields.take(b"statusText"), books)
    redirect = fields.take(b"redirectURL")
    if redirect is not None:
        books.note_unless_copied(b"response.redirectURL", redirect)
    content, stored = b"", 0
    data = fields.take(b"content") or fields.take(b"_content")
    for part in _content(data, books):
        if isinstance(part, bytes):
            content = part
        elif isinstance(part, int):
            stored = part
        else:
            yield part
    size = number(next((one for key, one in fields.rest if key == b"bodySize"), None))
    content = as_on_the_wire(content, stored)
    if found or content or code in _STATUSES:
        yield Message(
            exchange=ExchangeId(str(books.number)),
            direction=Direction.IN,
            transport=Transport.HTTP,
            sequence=2 * books.number + 1,
            time_us=sent.time_us,
            host=sent.address.host,
            port=sent.address.port,
            scheme=sent.address.scheme,
            headers=tuple(found),
            status=code if code in _STATUSES else 0,
            body=content,
        )
        if code not in _NO_BODY and sent.method.upper() != "HEAD":
            yield from missing(content, found, (stored, size), books, Direction.IN)
    books.leftover(b"response.", fields)


def _status(status: Node | None, phrase: Node | None, books: Books) -> int:
    code = number(status)
    if status is not None and (code in _STATUSES or text_of(status).strip() in {b"", b"0", b"-1"}):
        books.content(status)
    elif status is not None:
        books.note(b"response.status", status)
    if phrase is not None and text_of(phrase).strip().lower() in _PHRASES:
        books.account.book(Fate.IGNORED, "phrases of statuses", phrase.size)
    elif phrase is not None:
        books.note(b"response.statusText", phrase)
    return code


def _content(data: Node | None, books: Books) -> Iterator[Message | Unread | bytes | int]:
    """The size that the entry states, and the body."""
    if data is None:
        return
    if data.kind is not Kind.OBJECT:
        if data.kind is Kind.TEXT:
            books.content(data)
            yield data.text
        else:
            books.note(b"response.content", data)
        return
    fields = Fields(data)
    text, encoding = fields.take(b"text"), fields.take(b"encoding")
    yield number(next((one for key, one in fields.rest if key == b"size"), None))
    if text is not None:
        for part in body(text, encoding, books, sent=False):
            if isinstance(part, bytes):
                books.say(part)
            yield part
    elif encoding is not None:
        books.note(b"response.content.encoding", encoding)
    for name, node in fields.rest:
        if name != b"mimeType" or not _told(text_of(node), books):
            books.note(b"response.content." + name, node)
        else:
            books.account.book(Fate.IGNORED, "types of contents", node.size)


def _told(mime: bytes, books: Books) -> bool:
    """Whether the headers say the same type, in other words; or it says that there is none."""
    words = mime.lower().replace(b";", b" ").replace(b"=", b" ").split()
    return words == [b"x-unknown"] or all(word.strip(b'"') in books.said for word in words)


def websocket(node: Node, books: Books, sent: Sent) -> Iterator[Message | Unread]:
    """The messages of a WebSocket, in the extension of HAR that Chrome and Firefox write.

    Each has `type` (send, receive), `time` (seconds), `opcode` (2 is binary, in base64) and `data`.
    """
    if node.kind is not Kind.RAW:
        books.note(b"_webSocketMessages", node)
        return
    scanner = Scanner(BytesIO(node.text))
    scanner.peek()
    scanner.skip()
    said = 0
    while True:
        byte = scanner.peek()
        if byte == ord(","):
            scanner.skip()
            continue
        if byte in {END, ord("]")}:
            break
        one = scanner.value()
        said += one.size
        yield from _frame(one, books, sent)
        if scanner.complaint:
            size = len(node.text) - scanner.position
            said += size
            books.account.book(Fate.GAP, "damaged", size)
            yield books.gap(GapReason.DAMAGED, f"its WebSocket messages: {scanner.complaint}", size)
            break
    books.account.book(Fate.STRUCTURE, "JSON of the archive", node.size - said)


def _frame(node: Node, books: Books, sent: Sent) -> Iterator[Message | Unread]:
    fields = Fields(node)
    data = fields.take(b"data")
    kind, time, opcode = fields.take(b"type"), fields.take(b"time"), fields.take(b"opcode")
    if node.kind is not Kind.OBJECT or data is None:
        if node.kind is not Kind.OBJECT:
            books.note(b"_webSocketMessages", node)
            return
        for name, one in ((b"type", kind), (b"time", time), (b"opcode", opcode)):
            if one is not None:
                books.note(b"_webSocketMessages." + name, one)
        books.leftover(b"_webSocketMessages.", fields)
        return
    out = text_of(kind) in {b"send", b"sent", b"request", b"outgoing"}
    words = {
        b"send",
        b"sent",
        b"request",
        b"outgoing",
        b"receive",
        b"received",
        b"response",
        b"incoming",
        b"",
    }
    for name, one, told in (
        (b"type", kind, text_of(kind) in words),
        (b"time", time, True),
        (b"opcode", opcode, text_of(opcode).isdigit()),
    ):
        if one is not None and told and name != b"time":
            books.account.book(Fate.IGNORED, "kinds of WebSocket messages", one.size)
        elif one is not None:
            books.note(b"_webSocketMessages." + name, one)
    binary = text_of(opcode).startswith(_BINARY)
    content = b""
    for part in body(data, Node(Kind.TEXT, 0, b"base64") if binary else None, books, sent=out):
        if isinstance(part, bytes):
            content = part
        else:
            yield part
    seconds = _seconds(text_of(time))
    yield Message(
        exchange=ExchangeId(str(books.number)),
        direction=Direction.OUT if out else Direction.IN,
        transport=Transport.WEBSOCKET,
        sequence=2 * books.number + 1,
        time_us=int(seconds * 1_000_000) or sent.time_us,
        host=sent.address.host,
        port=sent.address.port,
        scheme=sent.address.scheme,
        body=content,
        connection=ConnectionId(str(books.number)),
    )
    books.leftover(b"_webSocketMessages.", fields, sent=out)


def _seconds(text: bytes) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if 0 < seconds < _MOST_SECONDS else 0.0
