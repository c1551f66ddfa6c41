"""One entry of a HAR: its request, its answer, the messages of its WebSocket, and what else it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from harness.capture.importers.har_address import address
from harness.capture.importers.har_books import Books, Fields
from harness.capture.importers.har_message import text_of
from harness.capture.importers.har_request import Sent, request
from harness.capture.importers.har_response import response, websocket
from harness.capture.importers.json_node import Kind, Node
from harness.model.account import Unread
from harness.model.message import GapReason, Message

STREAMED = frozenset({b"_webSocketMessages"})
"""Lists of an entry that may be long: they are read one element after another."""


def messages(node: Node, books: Books) -> Iterator[Message | Unread]:
    """Whatever can be read of an entry: an odd value costs nothing but itself.

    What is no message (unknown fields, comments, the recorder's own words) is handed on as a note.
    """
    if node.kind is not Kind.OBJECT:
        yield from books.damaged(b"entry", node, "wanted an object with a request, found none")
        return
    fields = Fields(node)
    sent = Sent(address(b""))
    sent.time_us = _time(fields)
    asked, answered = fields.take(b"request"), fields.take(b"response")
    socket = fields.take(b"_webSocketMessages")
    if asked is not None and asked.kind is Kind.OBJECT:
        yield from request(asked, books, sent)
    else:
        yield from _odd(b"request", asked, books)
    yield from books.sent.message()
    books.said = b""
    if answered is not None and answered.kind is Kind.OBJECT:
        yield from response(answered, books, sent)
    elif answered is not None:
        yield from _odd(b"response", answered, books)
    if socket is not None:
        yield from websocket(socket, books, sent)
    books.leftover(b"", fields)
    yield from books.sent.message()


def _odd(name: bytes, node: Node | None, books: Books) -> Iterator[Message | Unread]:
    """A request or an answer that is none.  An answer may be missing: nobody answered."""
    said = f"wanted an object as its {name.decode()}, found"
    if node is None:
        yield books.gap(GapReason.DAMAGED, f"{said} nothing", 0, missing=True)
    elif name == b"response" and node.kind is Kind.WORD and not node.scalar:
        books.content(node)
    else:
        yield from books.damaged(name, node, f"{said} {node.kind.value}", sent=name == b"request")


def _time(fields: Fields) -> int:
    """Microseconds since the epoch, UTC where no zone is said; 0 where the entry does not say."""
    text = text_of(next((one for key, one in reversed(fields.rest) if key == b"startedDateTime"), None))
    try:
        time = datetime.fromisoformat(text.decode())
        return int((time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp() * 1_000_000)
    except (ValueError, OverflowError):
        return 0
