"""What a recording says beside its messages, handed on to be searched: a log, and no message of the phone."""

from __future__ import annotations

from collections.abc import Iterator

from harness.capture.importers.json_node import quoted
from harness.model.message import Direction, ExchangeId, Message, Transport

_MOST = 1 << 18
"""Bytes of notes that are gathered before they are handed on."""
EXCHANGE = ExchangeId("notes")


class Notes:
    """Named values, gathered into one text.

    `direction` OUT is for what the phone sent and no message has a place for, IN for what the recorder wrote.
    """

    __slots__ = ("_direction", "_exchange", "_lines", "_size")

    def __init__(self, exchange: ExchangeId = EXCHANGE, direction: Direction = Direction.IN) -> None:
        self._exchange, self._direction = exchange, direction
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, name: bytes, value: bytes) -> None:
        """One value, which is JSON already, and its name."""
        line = quoted(name) + b":" + value
        self._lines.append(line)
        self._size += len(line)

    def message(self, *, last: bool = True) -> Iterator[Message]:
        """The notes so far where they are enough for a message, or it is the last one."""
        if not self._lines or not (last or self._size >= _MOST):
            return
        body = b"{" + b",\n".join(self._lines) + b"}"
        self._lines, self._size = [], 0
        yield Message(
            exchange=self._exchange,
            direction=self._direction,
            transport=Transport.LOG,
            sequence=0,
            time_us=0,
            host="",
            port=0,
            scheme="log",
            body=body,
        )
