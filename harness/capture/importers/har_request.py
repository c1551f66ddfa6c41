"""The request of a HAR entry as a message."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass

from harness.capture.importers.har_address import Address, address
from harness.capture.importers.har_books import Books, Fields
from harness.capture.importers.har_message import (
    as_on_the_wire,
    headers,
    missing,
    number,
    pairs,
    text_of,
    value_of,
)
from harness.capture.importers.har_posted import posted
from harness.capture.importers.json_node import Kind, Node
from harness.model.account import Unread
from harness.model.message import Direction, ExchangeId, Message, Transport

_METHOD = re.compile(rb"[A-Za-z]{2,9}|M-SEARCH|VERSION-CONTROL|BASELINE-CONTROL|")


@dataclass(slots=True)
class Sent:
    """What is known of a request."""

    address: Address
    method: str = ""
    time_us: int = 0


def request(node: Node, books: Books, sent: Sent) -> Iterator[Message | Unread]:
    """The message, with its gaps before it.  Fills in what the entry's other messages want to know of it."""
    fields = Fields(node)
    url, method = fields.take(b"url"), fields.take(b"method")
    found = headers(b"request.headers", fields.take(b"headers"), books, sent=True)
    for name in (b"trailers", b"_trailers"):
        found += headers(b"request." + name, fields.take(name), books, sent=True)
    sent.address = address(text_of(url), value_of(found, b"host") or value_of(found, b":authority"))
    sent.method = text_of(method).decode("utf-8", "backslashreplace")
    if url is not None:
        books.content(url)
    _book_method(method, books)
    target = sent.address.target
    books.say(text_of(url), target, *(part for header in found for part in header))
    query = pairs(b"request.queryString", fields.take(b"queryString"), books, sent=True)
    if query:
        path, mark, fragment = target.partition(b"#")
        target = (
            path + (b"&" if b"?" in path else b"?") + urllib.parse.urlencode(query).encode() + mark + fragment
        )
    cookies = pairs(b"request.cookies", fields.take(b"cookies"), books, sent=True)
    if cookies:
        found.append((b"Cookie", b"; ".join(name + b"=" + value for name, value in cookies)))
    if sent.address.rest:
        books.sent.add(b"url", b'"' + re.sub(rb'[\x00-\x1f"\\]', b" ", sent.address.rest) + b'"')
    data = fields.take(b"postData") or fields.take(b"_content") or fields.take(b"content")
    content = b""
    for part in posted(data, books):
        if isinstance(part, bytes):
            content = part
        else:
            yield part
    length = value_of(found, b"content-length")
    size = _peek(fields, b"bodySize")
    content = as_on_the_wire(content, int(length) if length.isdigit() and len(length) < 12 else size)  # noqa: PLR2004
    yield Message(
        exchange=ExchangeId(str(books.number)),
        direction=Direction.OUT,
        transport=Transport.HTTP,
        sequence=2 * books.number,
        time_us=sent.time_us,
        host=sent.address.host,
        port=sent.address.port,
        scheme=sent.address.scheme,
        method=sent.method,
        target=target,
        headers=tuple(found),
        body=content,
    )
    if not _made_of_parameters(data) or not content:
        yield from missing(content, found, (size,), books, Direction.OUT)
    books.leftover(b"request.", fields, sent=True)


def _book_method(method: Node | None, books: Books) -> None:
    """An odd method is noted: decoding looks into none."""
    if method is not None and _METHOD.fullmatch(text_of(method)):
        books.content(method)
    elif method is not None:
        books.note(b"request.method", method, sent=True)


def _peek(fields: Fields, name: bytes) -> int:
    return number(next((one for key, one in fields.rest if key == name), None))


def _made_of_parameters(data: Node | None) -> bool:
    return data is not None and data.kind is Kind.OBJECT and not text_of(dict(data.fields).get(b"text"))
