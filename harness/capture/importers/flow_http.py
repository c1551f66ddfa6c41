"""The HTTP messages of a flow, and those of its WebSocket."""

from __future__ import annotations

import http
import math
from collections.abc import Iterator
from typing import Any

from harness.capture.importers.flow_books import FlowBooks, text_of
from harness.model.account import Unread
from harness.model.message import ConnectionId, Direction, ExchangeId, GapReason, Message, Transport

_PHRASES = frozenset(
    {status.phrase.lower().encode() for status in http.HTTPStatus} | {b"connection established"}
)
_NO_BODY = frozenset({204, 304})
_MOST_SECONDS = 10**11
_DUPLICATED = "duplicated"
"""What mitmproxy writes into the metadata of a WebSocket that an old version kept apart."""


def http_messages(number: int, flow: dict[str, Any], books: FlowBooks) -> Iterator[Message | Unread]:
    """Request, answer, WebSocket messages; a body that was not kept is a gap."""
    asked, answered = fields(flow.get("request")), fields(flow.get("response"))
    shared = _shared(number, asked, books)
    duplicate = _DUPLICATED in fields(flow.get("metadata"))
    if asked and not duplicate:
        yield from _request(number, asked, shared, books)
    elif asked:
        books.say(asked, answered)
    if answered and not duplicate:
        yield from _response(number, answered, shared, books, asked)
    socket = fields(flow.get("websocket"))
    for one in items(socket.get("messages")):
        yield from _frame(number, one, shared, books)
    reason = text_of(asked.get("method")) if asked else b""
    if not reason.isalpha():
        books.note(("request", "method"), asked.get("method"))


def _shared(number: int, asked: dict[str, Any], books: FlowBooks) -> dict[str, Any]:
    """What all messages of the flow have in common; the host is the one that the phone named."""
    named = next((value for name, value in _headers(asked) if name.lower() == b"host"), b"")
    authority = text_of(asked.get("authority"))
    host, address, port = named or authority, text_of(asked.get("host")), whole(asked.get("port"))
    if not host.startswith(b"[") and host.count(b":") > 1:
        bare = host
    else:
        bare = host.partition(b"]")[0][1:] if host.startswith(b"[") else host.partition(b":")[0]
    bare = bare or address
    books.say(bare, bare + b":%d" % port, b"[" + bare + b"]:%d" % port)
    scheme = text_of(asked.get("scheme")) or b"https"
    books.say(scheme if scheme in {b"http", b"https", b"ws", b"wss"} else b"")
    return {
        "exchange": ExchangeId(str(number)),
        "host": bare.decode("utf-8", "surrogateescape"),
        "port": port,
        "scheme": scheme.decode("utf-8", "backslashreplace"),
    }


def _request(
    number: int, asked: dict[str, Any], shared: dict[str, Any], books: FlowBooks
) -> Iterator[Message | Unread]:
    method, path, content = (text_of(asked.get(name)) for name in ("method", "path", "content"))
    if method == b"CONNECT" and not path:
        path = text_of(asked.get("authority"))
    found = (*_headers(asked), *_headers(asked, "trailers"))
    books.say(path, content, found)
    if method.isalpha():
        books.say(method)
    yield Message(
        direction=Direction.OUT,
        transport=Transport.HTTP,
        sequence=2 * number,
        time_us=microseconds(asked.get("timestamp_start")),
        method=method.decode("utf-8", "backslashreplace"),
        target=path,
        headers=found,
        body=content,
        **shared,
    )
    if asked.get("content") is None and method != b"CONNECT":
        yield _not_stored(number, "the body of the request", found, Direction.OUT, shared)


def _response(
    number: int, answered: dict[str, Any], shared: dict[str, Any], books: FlowBooks, asked: dict[str, Any]
) -> Iterator[Message | Unread]:
    found = (*_headers(answered), *_headers(answered, "trailers"))
    content, phrase, status = (
        text_of(answered.get("content")),
        text_of(answered.get("reason")),
        whole(answered.get("status_code")),
    )
    books.say(content, found)
    if phrase.lower() in _PHRASES:
        books.say(phrase)
    yield Message(
        direction=Direction.IN,
        transport=Transport.HTTP,
        sequence=2 * number + 1,
        time_us=microseconds(answered.get("timestamp_start")),
        headers=found,
        status=status,
        body=content,
        **shared,
    )
    if answered.get("content") is None and status not in _NO_BODY and text_of(asked.get("method")) != b"HEAD":
        yield _not_stored(number, "the body of the answer", found, Direction.IN, shared)


def _not_stored(
    number: int,
    what: str,
    found: tuple[tuple[bytes, bytes], ...],
    direction: Direction,
    shared: dict[str, Any],
) -> Unread:
    length = next((value for name, value in found if name.lower() == b"content-length"), b"").strip()
    return Unread(
        GapReason.NOT_STORED,
        f"flow {number}: {what} is not stored",
        int(length) if length.isdigit() and len(length) < 16 else 0,  # noqa: PLR2004
        f"flow {number}",
        host=shared["host"],
        port=shared["port"],
        direction=direction,
        missing=True,
    )


def _frame(number: int, one: Any, shared: dict[str, Any], books: FlowBooks) -> Iterator[Message]:
    """One WebSocket message: type, from the phone, content, time, dropped, injected.

    What the recorder dropped never arrived, and what it injected the phone never sent: both are notes.
    """
    parts = items(one)
    if len(parts) < 3:  # noqa: PLR2004
        books.note(("websocket", "messages"), one)
        return
    content = text_of(parts[2])
    if any(flag is True for flag in parts[4:6]):
        books.note(("websocket", "dropped or injected"), content)
        return
    books.say(content)
    yield Message(
        direction=Direction.OUT if parts[1] is True else Direction.IN,
        transport=Transport.WEBSOCKET,
        sequence=2 * number + 1,
        time_us=microseconds(parts[3] if len(parts) > 3 else 0),  # noqa: PLR2004
        body=content,
        connection=ConnectionId(str(number)),
        **shared,
    )


def _headers(message: dict[str, Any], name: str = "headers") -> tuple[tuple[bytes, bytes], ...]:
    found = []
    for one in items(message.get(name)):
        parts = items(one)
        found.append(
            (text_of(parts[0]), b", ".join(text_of(part) for part in parts[1:]))
            if parts
            else (b"", text_of(one))
        )
    return tuple(found)


def fields(value: Any) -> dict[str, Any]:
    """A dictionary, empty for what is none."""
    return (
        {text_of(key).decode("utf-8", "backslashreplace"): one for key, one in value.items()}
        if isinstance(value, dict)
        else {}
    )


def items(value: Any) -> list[Any]:
    """A list, empty for what is none."""
    return list(value) if isinstance(value, list | tuple) else []


def whole(value: Any) -> int:
    """A whole number, 0 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def microseconds(value: Any) -> int:
    """Microseconds of seconds since the epoch; 0 for what is no time."""
    good = isinstance(value, int | float) and math.isfinite(value) and 0 <= value < _MOST_SECONDS
    return int(value * 1_000_000) if good else 0
