"""Streams that the standard library inflates piece by piece: bounded, salvaged, and their rest kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

_FINE = 65_536
"""Bytes of a damaged stream that are fed one by one, so that nothing before the damage is lost."""


class Inflater(Protocol):
    """One stream as bz2 and lzma inflate it."""

    @property
    def eof(self) -> bool:
        """Whether its end was read."""

    @property
    def unused_data(self) -> bytes:
        """What followed its end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """What the next bytes give."""


Failures = tuple[type[Exception], ...]


def inflate(
    data: bytes, limit: int, name: str, start: Callable[[], Inflater], magic: bytes, failures: Failures
) -> list[Part]:
    """What the streams hold, one after another where the next begins with `magic`; what follows is `rest`.

    Raises ValueError where nothing reads, Refusal where they are cut off, damaged or larger than `limit`.
    """
    out: list[bytes] = []
    size = 0
    rest = data
    while rest and (not out or rest.startswith(magic)):
        stream = start()
        try:
            piece = stream.decompress(rest, limit - size + 1)
        except failures as e:
            whole = b"".join([*out, _salvage(rest, limit - size, start, failures)])
            if out and len(whole) == size:
                break
            if not whole:
                raise ValueError(f"{name} does not read") from e
            raise Refusal(GapReason.DAMAGED, f"{name}: data damaged", [(name, whole)]) from e
        out.append(piece)
        size += len(piece)
        if size > limit:
            raise Refusal(GapReason.BUDGET, f"{name} holds more than {limit} bytes", [(name, b"".join(out))])
        if not stream.eof:
            raise Refusal(GapReason.TRUNCATED, f"{name} is cut off", [(name, b"".join(out))])
        rest = stream.unused_data
    found: list[Part] = [(name, b"".join(out))]
    if len(out) > 1:
        found.append((f"{name}[]", b"%d" % len(out)))
    if rest:
        found.append((f"{name}:rest", rest))
    return found


def _salvage(data: bytes, limit: int, start: Callable[[], Inflater], failures: Failures) -> bytes:
    """What comes out of a damaged stream before the damage, piece by piece."""
    stream = start()
    out: list[bytes] = []
    size = 0
    step = 1 if len(data) <= _FINE else 256
    try:
        for at in range(0, len(data), step):
            out.append(stream.decompress(data[at : at + step], max(1, limit - size)))
            size += len(out[-1])
            if stream.eof or size >= limit:
                break
    except failures:
        pass
    return b"".join(out)
