"""LZ4 frames (lz4 frame format 1.6.4), checksums verified, in a row; also skippable and legacy ones."""

from __future__ import annotations

from collections.abc import Callable

import lz4.block
import lz4.frame

from harness.decode import skippable
from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "lz4"
MAGIC = b"\x04\x22\x4d\x18"
_undo_block: Callable[..., bytes] = lz4.block.decompress  # type: ignore[attr-defined]
_BlockError: type[Exception] = lz4.block.LZ4BlockError  # type: ignore[attr-defined]
LEGACY = b"\x02\x21\x4c\x18"
_LEGACY_BLOCK = 8 * 1024 * 1024
_LENGTH, _DICTIONARY, _CHECKSUM = 8, 1, 4
"""Bits of the frame's flags."""
_FINE = 65_536
"""Bytes of a damaged frame that are fed one by one, so that nothing before the damage is lost."""


def matches(data: bytes) -> bool:
    """Whether it begins with a frame's magic."""
    return data[:4] in (MAGIC, LEGACY)


class _Reader:
    """All frames of some bytes, one after another."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = data
        self._budget = budget
        self._out: list[bytes] = []
        self._said: list[Part] = []
        self._size = self._frames = self.content = self.structure = 0

    def parts(self) -> list[Part]:
        """What was read so far."""
        found: list[Part] = []
        if self._frames:
            found.append((NAME, b"".join(self._out)[: self._budget.expansion + 1]))
        if self._frames > 1:
            found.append(("lz4[]", b"%d" % self._frames))
        return found + self._said

    def _add(self, piece: bytes) -> None:
        self._out.append(piece)
        self._size += len(piece)
        if self._size > self._budget.expansion:
            raise Refusal(
                GapReason.BUDGET, f"lz4 holds more than {self._budget.expansion} bytes", self.parts()
            )

    def _frame(self, at: int) -> int:
        """Reads the frame at an offset; answers where it ends."""
        data = self._data
        flags = data[at + 4] if at + 4 < len(data) else 0
        start = at + 6 + 8 * bool(flags & _LENGTH)
        number = int.from_bytes(data[start : start + 4], "little") if flags & _DICTIONARY else 0
        self._frames += 1
        structure = start - at + 1 + 4 + 4 * bool(flags & _CHECKSUM)
        self.structure += structure
        if number:
            self._said.append(("lz4:dictionary", b"%d" % number))
        stream = lz4.frame.LZ4FrameDecompressor()  # type: ignore[no-untyped-call]
        rest = data[at:] if at else data
        try:
            piece = stream.decompress(rest, self._budget.expansion - self._size + 1)  # type: ignore[no-untyped-call]
        except RuntimeError as e:
            self._out.append(_salvage(rest, self._budget.expansion - self._size))
            reason = GapReason.CHECKSUM if "checksum" in str(e).lower() else GapReason.UNKNOWN_FORMAT
            raise Refusal(reason, "lz4: data damaged", self.parts()) from e
        self._add(piece)
        if not stream.eof:
            raise Refusal(GapReason.TRUNCATED, "lz4 is cut off", self.parts())
        end = len(data) - len(stream.unused_data or b"")
        self.content += end - at - structure
        return end

    def _legacy(self, at: int) -> int:
        """Reads a legacy frame: blocks with their sizes, up to the end or to a magic."""
        data = self._data
        self._frames += 1
        self.structure += 4
        at += 4
        while at < len(data) and not matches(data[at : at + 4]) and not skippable.is_skippable(data, at):
            end = at + 4 + int.from_bytes(data[at : at + 4], "little")
            if end > len(data):
                raise Refusal(GapReason.TRUNCATED, "lz4 is cut off", [*self.parts(), ("lz4:rest", data[at:])])
            try:
                piece = _undo_block(data[at + 4 : end], uncompressed_size=_LEGACY_BLOCK)
            except _BlockError as e:
                raise Refusal(GapReason.UNKNOWN_FORMAT, "lz4: data damaged", self.parts()) from e
            self.structure += 4
            self.content += end - at - 4
            self._add(piece)
            at = end
        return at

    def read(self) -> list[Part]:
        """All parts.  Raises Refusal with those before what does not read."""
        data = self._data
        at = 0
        while at < len(data):
            magic = data[at : at + 4]
            if magic == MAGIC:
                at = self._frame(at)
            elif magic == LEGACY:
                at = self._legacy(at)
            elif skippable.is_skippable(data, at):
                parts, at = skippable.read(data, at, NAME, self.parts)
                self._said += parts
                self.structure += skippable.HEADER
                self.content += len(parts[0][1])
            else:
                self._said.append(("lz4:rest", data[at:]))
                self.content += len(data) - at
                break
        return self.parts()


def _salvage(data: bytes, limit: int) -> bytes:
    """What comes out of a damaged frame before the damage, piece by piece."""
    stream = lz4.frame.LZ4FrameDecompressor()  # type: ignore[no-untyped-call]
    out: list[bytes] = []
    step = 1 if len(data) <= _FINE else 256
    try:
        for at in range(0, len(data), step):
            out.append(stream.decompress(data[at : at + step], max(1, limit)))  # type: ignore[no-untyped-call]
            limit -= len(out[-1])
            if limit <= 0:
                break
    except (RuntimeError, EOFError):
        pass
    return b"".join(out)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed, `lz4`; skippable frames, `lz4:skippable`; what follows, `lz4:rest`.

    Raises Refusal with what was read.
    """
    return _Reader(data, budget).read()


def account(data: bytes, budget: Budget) -> Accounted:
    """Blocks, skippable frames and what follows are content; frame headers and checksums structure."""
    reader = _Reader(data, budget)
    reader.read()
    return Accounted(len(data), reader.content, reader.structure)
