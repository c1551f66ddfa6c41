"""zlib streams (RFC 1950), checksum verified."""

from __future__ import annotations

import zlib

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.inflated import inflate
from harness.decode.kind import is_text
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "zlib"
_LEAST = 8
_METHOD, _LARGEST_WINDOW = 8, 7
_WINDOW = 15
_HEADER, _TRAILER, _IDENTITY = 2, 4, 4
_PRESET = 0x20
"""The bit that says that the stream wants a dictionary (RFC 1950 §2.2)."""


def matches(data: bytes) -> bool:
    """Whether it begins with a zlib header (RFC 1950 §2.2) and is no text that looks like one."""
    return (
        len(data) >= _LEAST
        and data[0] & 15 == _METHOD
        and data[0] >> 4 <= _LARGEST_WINDOW
        and (data[0] << 8 | data[1]) % 31 == 0
        and not is_text(data)
    )


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed, `zlib`, and what follows the last stream, `zlib:rest`.

    Raises ValueError, Refusal; where a dictionary is wanted that is not there, what can be read without it.
    """
    if data[1] & _PRESET:
        _refuse_preset(data, budget)
    starts: list[int] = []
    content, end = inflate(data, budget.expansion, _WINDOW, NAME, starts)
    found: list[Part] = [(NAME, content)]
    if len(starts) > 1:
        found.append(("zlib[]", b"%d" % len(starts)))
    if end < len(data):
        found.append(("zlib:rest", data[end:]))
    return found


def _without_dictionary(data: bytes, budget: Budget) -> tuple[bytes, bytes]:
    """What a stream that wants a dictionary holds, with zeros for what it takes from there, and the rest."""
    stream = zlib.decompressobj(-_WINDOW, zdict=bytes(1 << _WINDOW))
    try:
        content = stream.decompress(data[_HEADER + _IDENTITY :], budget.expansion)
    except zlib.error as e:
        raise ValueError("zlib does not read") from e
    if not stream.eof or len(stream.unused_data) < _TRAILER:
        raise ValueError("zlib does not read")
    return content, stream.unused_data[_TRAILER:]


def _refuse_preset(data: bytes, budget: Budget) -> None:
    content, rest = _without_dictionary(data, budget)
    parts: list[Part] = [(NAME, content), ("zlib:dictionary", data[_HEADER : _HEADER + _IDENTITY])]
    if rest:
        parts.append(("zlib:rest", rest))
    raise Refusal(GapReason.UNKNOWN_FORMAT, "zlib with a dictionary that it does not bring along", parts)


def account(data: bytes, budget: Budget) -> Accounted:
    """Compressed bytes and what follows are content; header and checksum structure.

    A stream that wants a dictionary is a gap.
    """
    if data[1] & _PRESET:
        rest = len(_without_dictionary(data, budget)[1])
        gap = len(data) - _HEADER - _IDENTITY - _TRAILER - rest
        return Accounted(len(data), _IDENTITY + rest, _HEADER + _TRAILER, gap)
    starts: list[int] = []
    _, end = inflate(data, budget.expansion, _WINDOW, NAME, starts)
    structure = len(starts) * (_HEADER + _TRAILER)
    return Accounted(len(data), end - structure + len(data) - end, structure)
