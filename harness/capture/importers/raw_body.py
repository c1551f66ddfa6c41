"""A file that is the body of one request and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, ExchangeId, GapReason, Message, Transport

NAME = "one body"
MOST = 64 * 1024 * 1024
"""Bytes of a body that are read; what follows is a gap."""
_PIECE = 1 << 20


def read(file: BinaryIO, name: str, account: Account) -> Iterator[Message | Unread]:
    """The one message, and a gap of what is beyond the limit; nothing where the file is empty."""
    account.unit = "body"
    body = file.read(MOST)
    if not body:
        return
    account.enter(len(body), 1)
    account.book(Fate.CONTENT, "the body", len(body), 1)
    yield Message(
        exchange=ExchangeId("0"),
        direction=Direction.OUT,
        transport=Transport.HTTP,
        sequence=0,
        time_us=0,
        host="",
        port=0,
        body=body,
    )
    rest = 0
    while piece := file.read(_PIECE):
        rest += len(piece)
    if rest:
        account.enter(rest)
        account.book(Fate.GAP, "beyond the largest body", rest)
        yield Unread(
            GapReason.BUDGET, f"{name}: larger than {MOST} bytes, the rest was not read", rest, "body 0"
        )
