"""A file that is the body of one request and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.model.message import Direction, ExchangeId, Message, Transport

MOST = 64 * 1024 * 1024
"""Bytes of a body that are read; what follows is named as truncated."""


def read(path: Path) -> Iterator[Message]:
    """The one message."""
    with path.open("rb") as file:
        body = file.read(MOST)
        truncated = bool(file.read(1))
    yield Message(
        exchange=ExchangeId("0"),
        direction=Direction.OUT,
        transport=Transport.HTTP,
        sequence=0,
        time_us=0,
        host="",
        port=0,
        body=body,
        truncated=truncated,
    )
