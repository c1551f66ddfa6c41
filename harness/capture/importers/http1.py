"""HTTP/1 messages out of a byte stream (RFC 9112); a stream that is none is handed on in pieces."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from harness.model.message import ConnectionId, Direction, ExchangeId, Message, Transport

_REQUEST = re.compile(rb"([A-Z]{3,16}) (\S{1,65536}) HTTP/1\.[01]\r\n")
_STATUS = re.compile(rb"HTTP/1\.[01] ([0-9]{3})[^\r\n]*\r\n")
_HEAD_END = b"\r\n\r\n"
_MOST_HEAD = 262_144
_NO_BODY = frozenset({204, 304})
_INFORMATIONAL = 200
_DIGITS, _HEX_DIGITS = 16, 8
"""Digits of a length or chunk size that is believed."""


@dataclass(slots=True)
class Pending:
    """What the two directions of a connection know of each other."""

    requests: int = 0
    answers: int = 0
    methods: deque[tuple[str, str]] = field(default_factory=deque)
    closing: int = 0
    opaque: bool = False


class Connection(Protocol):
    """What is known of the connection a stream belongs to."""

    number: int
    server: tuple[str, int]
    time_us: int
    pending: Pending


def messages_of(
    flow: Connection, data: bytearray, direction: Direction, *, ended: bool, most: int
) -> Iterator[Message]:
    """Takes every whole message off the front of a stream; at its end or beyond `most` bytes the rest too."""
    opening = _REQUEST if direction is Direction.OUT else _STATUS
    while data:
        if not flow.pending.opaque:
            if _could_open(data, direction):
                read = _message(flow, data, direction, opening, ended=ended)
                if read is not None:
                    message, size = read
                    del data[:size]
                    yield message
                    continue
                if not ended and len(data) <= most:
                    return
            elif len(data) < len("HTTP/1.1 ") and not ended:
                return
            else:
                flow.pending.opaque = True
        if ended or len(data) > most:
            yield _opaque(flow, bytes(data), direction)
            data.clear()
        return


def _could_open(data: bytearray, direction: Direction) -> bool:
    if direction is Direction.IN:
        return data[:5] == b"HTTP/"[: len(data)]
    return re.match(rb"[A-Z]{3,16}( |\Z)|[A-Z]{1,2}\Z", data[:20]) is not None


def _opaque(flow: Connection, body: bytes, direction: Direction) -> Message:
    return Message(
        exchange=ExchangeId(str(flow.number)),
        direction=direction,
        transport=Transport.TCP,
        sequence=flow.number,
        time_us=flow.time_us,
        host=flow.server[0],
        port=flow.server[1],
        scheme="tcp",
        body=body,
        connection=ConnectionId(str(flow.number)),
    )


def _message(
    flow: Connection, data: bytearray, direction: Direction, opening: re.Pattern[bytes], *, ended: bool
) -> tuple[Message, int] | None:
    """The first message and its size; None where it is not whole yet."""
    head_end = data.find(_HEAD_END, 0, _MOST_HEAD)
    first = opening.match(data)
    if first is None or head_end < 0:
        return None
    headers = tuple(
        (bytes(name).strip(), bytes(value).strip())
        for name, _, value in (
            line.partition(b":") for line in bytes(data[first.end() : head_end]).split(b"\r\n")
        )
        if name
    )
    pending = flow.pending
    number = pending.requests if direction is Direction.OUT else pending.answers
    method, host = "", flow.server[0]
    status = None
    if direction is Direction.OUT:
        method = first.group(1).decode()
        host = _value(headers, b"host").partition(b":")[0].decode("latin-1") or host
    else:
        status = int(first.group(1))
        method, host = pending.methods[0] if pending.methods else ("", host)
    start = head_end + len(_HEAD_END)
    body = _body(data, start, headers, method, status, ended=ended)
    if body is None:
        return None
    content, end, whole = body
    if direction is Direction.OUT:
        pending.requests += 1
        pending.methods.append((method, host))
    elif status is not None and status >= _INFORMATIONAL:
        pending.answers += 1
        if pending.methods:
            pending.methods.popleft()
    message = Message(
        exchange=ExchangeId(f"{flow.number}.{number}"),
        direction=direction,
        transport=Transport.HTTP,
        sequence=flow.number,
        time_us=flow.time_us,
        host=host,
        port=flow.server[1],
        scheme="http",
        method=method if direction is Direction.OUT else "",
        target=bytes(first.group(2)) if direction is Direction.OUT else b"",
        headers=headers,
        status=status,
        body=content,
        connection=ConnectionId(str(flow.number)),
        truncated=not whole,
    )
    return message, end


def _value(headers: tuple[tuple[bytes, bytes], ...], name: bytes) -> bytes:
    return next((v for n, v in headers if n.lower() == name), b"")


def _body(
    data: bytearray,
    start: int,
    headers: tuple[tuple[bytes, bytes], ...],
    method: str,
    status: int | None,
    *,
    ended: bool,
) -> tuple[bytes, int, bool] | None:
    """Content, where it ends, whether it is whole (RFC 9112 §6.3); None where more must come."""
    if status is not None and (status < _INFORMATIONAL or status in _NO_BODY or method == "HEAD"):
        return b"", start, True
    if b"chunked" in _value(headers, b"transfer-encoding").lower():
        return _chunks(data, start, ended=ended)
    length = _value(headers, b"content-length")
    if length.isdigit() and len(length) < _DIGITS:
        end = start + int(length)
        if end <= len(data):
            return bytes(data[start:end]), end, True
        return (bytes(data[start:]), len(data), False) if ended else None
    if status is None:
        return b"", start, True
    return (bytes(data[start:]), len(data), True) if ended else None


def _chunks(data: bytearray, start: int, *, ended: bool) -> tuple[bytes, int, bool] | None:
    """A chunked body (RFC 9112 §7.1)."""
    found: list[bytes] = []
    at = start
    while True:
        line = data.find(b"\r\n", at, at + 1024)
        size = bytes(data[at:line]).partition(b";")[0].strip() if line >= 0 else b""
        if line < 0 or not size or size.translate(None, b"0123456789abcdefABCDEF") or len(size) > _HEX_DIGITS:
            break
        at = line + 2
        count = int(size, 16)
        if count == 0:
            end = at + 2 if data[at : at + 2] == b"\r\n" else data.find(_HEAD_END, at) + len(_HEAD_END)
            if end >= at + 2 or ended:
                return b"".join(found), end if end >= at + 2 else len(data), True
            return None
        if at + count + 2 > len(data):
            break
        found.append(bytes(data[at : at + count]))
        at += count + 2
    return (b"".join(found) + bytes(data[at:]), len(data), False) if ended else None
