"""What importers give, for their tests: messages and gaps apart, the books closed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from harness.model.account import Account, Unread
from harness.model.message import Direction, Message, Transport

Importer = Callable[[BinaryIO, str, Account], Iterator[Message | Unread]]


def read(importer: Importer, data: bytes) -> tuple[list[Message], list[Unread], Account]:
    """All parts of a recording.  Every byte must have its fate."""
    account = Account()
    parts = list(importer(io.BufferedReader(Trickle(data)), "x.har", account))
    assert account.lost == 0, account.rows
    assert account.entered == len(data), (account.entered, len(data), account.rows)
    return (
        [part for part in parts if isinstance(part, Message)],
        [part for part in parts if isinstance(part, Unread)],
        account,
    )


class Trickle(io.RawIOBase):
    """A pipe: neither seeks nor tells."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        return self._data.readinto(buffer)


def http(messages: Iterable[Message]) -> list[Message]:
    """Without the notes of the recorder."""
    return [message for message in messages if message.transport is not Transport.LOG]


def sent(messages: Iterable[Message]) -> list[Message]:
    """What the phone sent."""
    return [message for message in http(messages) if message.direction is Direction.OUT]


def holds(messages: Iterable[Message], token: bytes) -> bool:
    """Whether a value is in what is handed on to be searched."""
    return any(
        token in part
        for message in messages
        for part in (
            message.body,
            message.target,
            message.host.encode("utf-8", "surrogateescape"),
            *(piece for header in message.headers for piece in header),
        )
    )


def entry(**fields: Any) -> dict[str, Any]:
    """An entry as browsers write it."""
    return {
        "startedDateTime": "2020-05-01T10:00:00.000Z",
        "request": {"method": "GET", "url": "https://h.test/p", "headers": [], "bodySize": 0},
        "response": {"status": 200, "statusText": "OK", "headers": [], "content": {"size": 0}},
        "timings": {"send": 1, "wait": -1},
        **fields,
    }


def request(**fields: Any) -> dict[str, Any]:
    """An entry with a request of its own."""
    return entry(request={"method": "POST", "url": "http://h.test:8080/p?a=%41#f", "headers": [], **fields})


def response(**fields: Any) -> dict[str, Any]:
    """An entry with an answer of its own."""
    return entry(response={"status": 200, "statusText": "OK", "headers": [], "content": {}, **fields})


def archive(*entries: Any, **log: Any) -> bytes:
    """A HAR."""
    return json.dumps({"log": {"version": "1.2", **log, "entries": list(entries)}}).encode()
