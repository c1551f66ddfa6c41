"""One direction of an HTTP/2 connection as messages (RFC 9113, header compression RFC 7541)."""

# ruff: noqa: PLR2004 (frame types and offsets as RFC 9113 section 4.1 and 6 give them)

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

import hpack

from harness.capture.importers.http1_stream import Conversation
from harness.model.account import Unread
from harness.model.message import ConnectionId, Direction, ExchangeId, GapReason, Message, Transport

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _RESET, _SETTINGS, _PUSH, _CONTINUATION = 0, 1, 3, 4, 5, 9
_KINDS = {2: "PRIORITY", 3: "RST_STREAM", 4: "SETTINGS", 6: "PING", 7: "GOAWAY", 8: "WINDOW_UPDATE"}
_END_STREAM, _END_HEADERS, _PADDED, _PRIORITY = 1, 4, 8, 32
_MOST_BLOCK = 1 << 20
_MOST_CONTENT = 4 << 20
_MOST_STREAMS = 4096
_MOST_KEPT = 32 << 20
"""Bytes of a header block, of content before it is handed on in parts, open streams, bytes of them all."""
_FINAL = 200


@dataclass(slots=True)
class _Half:
    """What one stream has brought in this direction so far."""

    time_us: int
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    parts: int = 0


def begins(data: bytes, direction: Direction) -> bool | None:
    """Whether a direction opens as HTTP/2; None where more must come."""
    if direction is Direction.OUT:
        return data.startswith(PREFACE) or (None if PREFACE.startswith(data) else False)
    if len(data) < 9:
        return None
    size = int.from_bytes(data[:3], "big")
    return data[3] == _SETTINGS and size % 6 == 0 and size < 600 and data[4] < 2 and not any(data[5:9])


class Http2:
    """The reader of one direction: `add` takes bytes, `read` gives what is whole by now."""

    def __init__(self, talk: Conversation, direction: Direction, scheme: str, names: dict[int, str]) -> None:
        self._talk = talk
        self._names = names
        self._direction = direction
        self._scheme = scheme
        self._decoder = hpack.Decoder(max_header_list_size=_MOST_BLOCK)
        self._decoder.max_allowed_table_size = 1 << 20
        self._streams: OrderedDict[int, _Half] = OrderedDict()
        self._block: tuple[int, int, bytearray] | None = None
        self._kept = self._time_us = 0
        self._lost = False
        self._preface = direction is Direction.OUT
        self.framing = 0
        """Bytes that were neither headers nor content, until somebody books them."""
        self.data = bytearray()

    def add(self, data: bytes, time_us: int) -> None:
        """Bytes that follow those before."""
        self._time_us = time_us
        self.data += data

    def lose(self, size: int) -> Iterator[Message | Unread]:
        """A hole: neither frames nor compressed headers can be read behind it."""
        yield from self.read(ended=True)
        self._lost = self._lost or size > 0

    def read(self, *, ended: bool) -> Iterator[Message | Unread]:
        """Every message that is whole by now; at the end, the rest too."""
        if self._preface and len(self.data) >= len(PREFACE):
            del self.data[: len(PREFACE)]
            self.framing += len(PREFACE)
            self._preface = False
        while not self._lost and len(self.data) >= 9:
            end = 9 + int.from_bytes(self.data[:3], "big")
            if len(self.data) < end:
                break
            frame = bytes(self.data[:end])
            del self.data[:end]
            yield from self._frame(frame)
        if self.data and (self._lost or ended):
            reason = GapReason.SEGMENT_LOST if self._lost else GapReason.TRUNCATED
            yield self._gap(reason, "HTTP/2 frames that are not whole, or behind a hole", len(self.data))
            self.data.clear()
        if ended:
            for number in list(self._streams):
                yield self._message(number, whole=False)

    def _frame(self, frame: bytes) -> Iterator[Message | Unread]:  # noqa: C901 (a case for each type of frame)
        kind, flags, number = frame[3], frame[4], int.from_bytes(frame[5:9], "big") & 0x7FFFFFFF
        content = frame[9:]
        self.framing += len(frame) if kind in _KINDS else 9
        if kind in (_DATA, _HEADERS, _PUSH) and flags & _PADDED:
            if not content or content[0] >= len(content):
                yield self._gap(GapReason.DAMAGED, "an HTTP/2 frame that is all padding", len(frame))
                return
            padding = content[len(content) - content[0] :]
            if any(padding):
                yield self._gap(GapReason.UNKNOWN_FORMAT, "HTTP/2 padding that is not empty", len(padding))
            content = content[1 : len(content) - content[0]]
        if kind == _DATA:
            yield from self._content(number, content, ended=bool(flags & _END_STREAM))
        elif kind == _HEADERS:
            self._block = number, flags, bytearray(content[5:] if flags & _PRIORITY else content)
            yield from self._fields(last=bool(flags & _END_HEADERS))
        elif kind == _PUSH:
            promised = int.from_bytes(content[:4], "big") & 0x7FFFFFFF
            self._block = -promised, 0, bytearray(content[4:])
            yield from self._fields(last=bool(flags & _END_HEADERS))
        elif kind == _CONTINUATION and self._block is not None:
            self._block[2].extend(content)
            yield from self._fields(last=bool(flags & _END_HEADERS))
        elif kind == _RESET and number in self._streams:
            yield self._message(number, whole=False)
        elif kind == 7 and len(content) > 8:
            yield self._gap(GapReason.UNKNOWN_FORMAT, "what an HTTP/2 GOAWAY says", len(content) - 8)
        elif kind == 6 and any(content) and not flags & 1 and self._direction is Direction.OUT:
            yield self._gap(GapReason.UNKNOWN_FORMAT, "what an HTTP/2 PING says", len(content))
        elif kind not in _KINDS:
            yield self._gap(GapReason.UNKNOWN_FORMAT, f"an HTTP/2 frame of type {kind}", len(frame))

    def _fields(self, *, last: bool) -> Iterator[Message | Unread]:
        if self._block is None:
            return
        number, flags, block = self._block
        if len(block) > _MOST_BLOCK:
            self._block = None
            self._lost = True
            yield self._gap(GapReason.BUDGET, "an HTTP/2 header block beyond all measure", len(block))
            return
        if not last:
            return
        self._block = None
        try:
            fields = [
                (bytes(name), bytes(value)) for name, value in self._decoder.decode(bytes(block), raw=True)
            ]
        except (hpack.HPACKError, ValueError, IndexError) as e:
            yield self._gap(GapReason.DAMAGED, f"HTTP/2 headers that do not unpack: {e}", len(block))
            fields = []
        if number < 0:
            half = _Half(self._time_us, fields)
            yield self._build(-number, half, Direction.OUT, whole=True)
            return
        half = self._half(number)
        half.headers += fields
        status = next((value for name, value in fields if name == b":status"), b"")
        if flags & _END_STREAM or (status.isdigit() and int(status) < _FINAL):
            yield self._message(number, whole=True)
        yield from self._bound()

    def _content(self, number: int, content: bytes, *, ended: bool) -> Iterator[Message]:
        half = self._half(number)
        half.body += content
        self._kept += len(content)
        if ended:
            yield self._message(number, whole=True)
        elif len(half.body) > _MOST_CONTENT:
            yield self._part(number)
        yield from self._bound()

    def _half(self, number: int) -> _Half:
        return self._streams.setdefault(number, _Half(self._time_us))

    def _bound(self) -> Iterator[Message]:
        while self._streams and (len(self._streams) > _MOST_STREAMS or self._kept > _MOST_KEPT):
            yield self._part(max(self._streams, key=lambda number: len(self._streams[number].body)))
            if len(self._streams) > _MOST_STREAMS:
                yield self._message(next(iter(self._streams)), whole=False)

    def _part(self, number: int) -> Message:
        """What a stream has brought by now, though more will come."""
        half = self._streams[number]
        message = self._build(number, half, self._direction, whole=False)
        self._kept -= len(half.body)
        half.body = bytearray()
        half.parts += 1
        return message

    def _message(self, number: int, *, whole: bool) -> Message:
        half = self._streams.pop(number)
        self._kept -= len(half.body)
        return self._build(number, half, self._direction, whole=whole and not half.parts)

    def _build(self, number: int, half: _Half, direction: Direction, *, whole: bool) -> Message:
        named: dict[bytes, bytes] = {}
        others: list[tuple[bytes, bytes]] = []
        for name, value in half.headers:
            if name in (b":method", b":path", b":authority", b":status") and name not in named:
                named[name] = value
            elif name != b":scheme":
                others.append((name, value))
        talk = self._talk
        exchange = f"{talk.number}.{number}"
        status = named.get(b":status", b"")
        if direction is Direction.OUT:
            host = authority(named.get(b":authority", b"")) or talk.server[0]
            method = named.get(b":method", b"").decode("latin-1")
            if len(self._names) < _MOST_STREAMS:
                self._names[number] = host
        else:
            host, method = self._names.get(number, talk.server[0]), ""
            if not status.isdigit() or int(status) >= _FINAL:
                self._names.pop(number, None)
        return Message(
            exchange=ExchangeId(exchange),
            direction=direction,
            transport=Transport.HTTP,
            sequence=talk.number,
            time_us=half.time_us,
            host=host,
            port=talk.server[1],
            scheme=self._scheme,
            method=method,
            target=named.get(b":path", b""),
            headers=tuple(others),
            status=int(status) if status.isdigit() else None,
            body=bytes(half.body),
            connection=ConnectionId(str(talk.number)),
            truncated=not whole,
        )

    def _gap(self, reason: GapReason, detail: str, size: int) -> Unread:
        talk = self._talk
        where = f"connection {talk.number}"
        return Unread(reason, detail, size, where, self._time_us, *talk.server, self._direction)


def authority(value: bytes) -> str:
    """The host of an authority, without its port (RFC 3986 section 3.2)."""
    text = value.decode("latin-1").rpartition("@")[2]
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0]
