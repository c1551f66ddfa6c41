"""One direction of a WebSocket connection as messages (RFC 6455, compression RFC 7692)."""

# ruff: noqa: PLR2004 (opcodes and lengths as RFC 6455 section 5.2 gives them)

from __future__ import annotations

import zlib
from collections.abc import Iterator

from harness.capture.importers.http1_stream import Conversation
from harness.model.account import Unread
from harness.model.message import ConnectionId, Direction, ExchangeId, GapReason, Message, Transport

_MOST = 16 << 20
"""Bytes of a message, and of what it unpacks to, before it is handed on as truncated."""
_TAIL = b"\x00\x00\xff\xff"


class WebSocket:
    """The reader of one direction; `exchange` is the one that switched to WebSocket."""

    def __init__(
        self, talk: Conversation, direction: Direction, exchange: ExchangeId, host: str, scheme: str
    ) -> None:
        self._talk = talk
        self._direction = direction
        self._exchange = exchange
        self._host = host
        self._scheme = scheme
        self._window = zlib.decompressobj(-15)
        self._message = bytearray()
        self._open = self._packed = self._lost = False
        self._time_us = self.framing = 0
        self.data = bytearray()

    def add(self, data: bytes, time_us: int) -> None:
        """Bytes that follow those before."""
        self._time_us = time_us
        self.data += data

    def lose(self, size: int) -> Iterator[Message | Unread]:
        """A hole: nothing tells where another frame starts."""
        yield from self.read(ended=True)
        self._lost = self._lost or size > 0

    def read(self, *, ended: bool) -> Iterator[Message | Unread]:
        """Every message that is whole by now; at the end, the rest too."""
        while not self._lost and (frame := self._frame()) is not None:
            head, content = frame
            if head & 8:
                if content:
                    yield self._build(content, whole=True)
                continue
            if head & 15:
                self._packed = bool(head & 0x40)
            self._open = True
            self._message += content
            if head & 0x80 or len(self._message) > _MOST:
                yield from self._finish(whole=bool(head & 0x80))
        if self.data and (self._lost or ended):
            detail = "WebSocket frames that are not whole, or behind a hole"
            reason = GapReason.SEGMENT_LOST if self._lost else GapReason.TRUNCATED
            yield self._gap(reason, detail, len(self.data))
            self.data.clear()
        if ended and self._open:
            yield from self._finish(whole=False)

    def _frame(self) -> tuple[int, bytes] | None:
        data = self.data
        if len(data) < 2:
            return None
        at, size = 2, data[1] & 127
        if size > 125:
            at = 4 if size == 126 else 10
            if len(data) < at:
                return None
            size = int.from_bytes(data[2:at], "big")
        mask = b""
        if data[1] & 128:
            mask = bytes(data[at : at + 4])
            at += 4
        if len(data) < at + size:
            return None
        head, content = data[0], bytes(data[at : at + size])
        del data[: at + size]
        self.framing += at
        return head, _unmasked(content, mask) if mask else content

    def _finish(self, *, whole: bool) -> Iterator[Message | Unread]:
        content = bytes(self._message)
        self._message.clear()
        self._open = False
        if self._packed:
            try:
                unpacked = self._window.decompress(content + _TAIL, _MOST)
            except zlib.error as e:
                yield self._gap(
                    GapReason.DAMAGED, f"a WebSocket message that does not unpack: {e}", len(content)
                )
                return
            if self._window.unconsumed_tail:
                yield self._gap(
                    GapReason.BUDGET, "a WebSocket message that unpacks beyond all measure", len(content)
                )
                whole = False
            if self._window.eof:
                self._window = zlib.decompressobj(-15)
            content = unpacked
        yield self._build(content, whole=whole)

    def _build(self, content: bytes, *, whole: bool) -> Message:
        return Message(
            exchange=self._exchange,
            direction=self._direction,
            transport=Transport.WEBSOCKET,
            sequence=self._talk.number,
            time_us=self._time_us,
            host=self._host,
            port=self._talk.server[1],
            scheme=self._scheme,
            body=content,
            connection=ConnectionId(str(self._talk.number)),
            truncated=not whole,
        )

    def _gap(self, reason: GapReason, detail: str, size: int) -> Unread:
        talk = self._talk
        where = f"connection {talk.number}"
        return Unread(reason, detail, size, where, self._time_us, *talk.server, self._direction)


def _unmasked(content: bytes, mask: bytes) -> bytes:
    """The content under a mask (RFC 6455 section 5.3)."""
    size = len(content)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(content, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
