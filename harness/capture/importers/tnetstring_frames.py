"""The tnetstrings of a flow file, one after another; damage costs what lies before the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from mitmproxy.io import tnetstring

_PIECE = 1 << 20
_LENGTH = re.compile(rb"(\d{1,12}):")
_MOST_LENGTH = 13
_LARGEST = 1 << 30
"""Bytes of the largest flow that is believed."""
_KEYS = (
    rb"(?:websocket|request|response|error|id|type|version|client_conn|server_conn|intercepted|is_replay|marked|"
    rb"metadata|comment|timestamp_created|messages|backup|mode)[;,]"
)
_NEXT = re.compile(rb"(\d{2,12}):\d{1,2}:" + _KEYS)
"""How a flow begins behind the end of another one."""
_VERSION = b"7:version;"
_TAIL = 64
_FAILURES = (ValueError, TypeError, IndexError, KeyError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow, or bytes that are none.

    `state` is what it holds; None where it does not read, then `raw` has its beginning.
    """

    size: int
    state: dict[Any, Any] | None = None
    raw: bytes = b""
    detail: str = ""
    cut: bool = False


def frames(file: BinaryIO) -> Iterator[Frame]:
    """Every flow of the stream, and what lies between them."""
    buffer = bytearray()
    while _filled(file, buffer, _MOST_LENGTH):
        opening = _LENGTH.match(buffer)
        length = int(opening[1]) if opening else _LARGEST
        if opening is None or length >= _LARGEST:
            yield from _skip(file, buffer, "wanted the length of a flow")
            continue
        size = opening.end() + length + 1
        if _filled(file, buffer, size) < size:
            if _next(buffer, opening.end()) is not None:
                yield from _skip(file, buffer, "its length is wrong")
                continue
            yield Frame(len(buffer), raw=bytes(buffer[:_PIECE]), detail="the file is cut off in it", cut=True)
            return
        if buffer[size - 1] != ord("}"):
            yield from _skip(file, buffer, "its length is wrong")
            continue
        yield _frame(buffer, opening.end(), size)
        del buffer[:size]


def _next(buffer: bytearray, start: int) -> int | None:
    """Where a flow begins: what lies there says its version as flows do, and ends where it says."""
    for found in _NEXT.finditer(buffer, start):
        payload = found.end(1) + 1
        begins = range(found.start(), found.end(1) - 1)
        ends = [payload + int(buffer[at : found.end(1)]) for at in begins]
        likely = [at for at, end in zip(begins, ends, strict=True) if buffer[end : end + 1] == b"}"]
        likely += [at for at, end in zip(begins, ends, strict=True) if end >= len(buffer)]
        for at in likely:
            if buffer[at - 1] == ord("}") or buffer.find(_VERSION, payload) >= 0:
                return at
    return None


def _frame(buffer: bytearray, start: int, size: int) -> Frame:
    try:
        with memoryview(buffer) as view:
            state = tnetstring.parse(ord("}"), view[start : size - 1])
    except _FAILURES as e:
        return Frame(size, raw=bytes(buffer[: min(size, _PIECE)]), detail=f"does not read: {str(e)[:100]}")
    return Frame(size, state=state if isinstance(state, dict) else {})


def _filled(file: BinaryIO, buffer: bytearray, size: int) -> int:
    """Reads on until there are so many bytes; how many there are."""
    while len(buffer) < size:
        piece = file.read(_PIECE)
        if not piece:
            break
        buffer += piece
    return len(buffer)


def _skip(file: BinaryIO, buffer: bytearray, detail: str) -> Iterator[Frame]:
    """Goes to the next flow, or to the end."""
    raw, skipped, start = bytes(buffer[:_PIECE]), 0, 1
    while True:
        found = _next(buffer, start)
        if found is not None:
            end = found
            break
        drop = max(0, len(buffer) - _TAIL)
        del buffer[:drop]
        skipped += drop
        start = min(start, len(buffer)) if not drop else 0
        piece = file.read(_PIECE)
        if not piece:
            end = len(buffer)
            break
        buffer += piece
    del buffer[:end]
    yield Frame(skipped + end, raw=raw[: skipped + end], detail=detail)
