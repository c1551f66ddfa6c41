"""Zstandard frames (RFC 8878), checksum verified, one after another, and skippable ones between them."""

from __future__ import annotations

import zstandard

from harness.decode import skippable
from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "zstd"
MAGIC = b"\x28\xb5\x2f\xfd"
_PIECE = 256
"""Bytes fed at a time: one block of 4 bytes can hold 128 KiB (RFC 8878 §3.1.1.2.4)."""
_WINDOW = 8 * 1024 * 1024
"""The largest window that RFC 8878 §3.1.1.1.2 asks decoders to support."""
_SINGLE, _CHECKSUM = 0x20, 0x04
"""Bits of the frame header's descriptor (RFC 8878 §3.1.1.1.1)."""


def matches(data: bytes) -> bool:
    """Whether it begins with a frame's magic."""
    return data[:4] == MAGIC or skippable.is_skippable(data, 0)


class _Frame:
    """The header of a frame (RFC 8878 §3.1.1.1)."""

    __slots__ = ("dictionary", "structure")

    def __init__(self, data: bytes, at: int) -> None:
        descriptor = data[at + 4] if at + 4 < len(data) else 0
        single = bool(descriptor & _SINGLE)
        start = at + 5 + (not single)
        size = (0, 1, 2, 4)[descriptor & 3]
        self.dictionary = int.from_bytes(data[start : start + size], "little")
        """Number of the dictionary that is wanted, 0 for none."""
        length = (int(single), 2, 4, 8)[descriptor >> 6]
        self.structure = start - at + length + 4 * bool(descriptor & _CHECKSUM)
        """Bytes of magic, descriptor, window, length and checksum."""


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
            found.append(("zstd[]", b"%d" % self._frames))
        return found + self._said

    def _frame(self, at: int) -> int:
        """Reads the frame at an offset; answers where it ends."""
        data = self._data
        frame = _Frame(data, at)
        self._frames += 1
        self.structure += frame.structure
        if frame.dictionary:
            self._said.append(("zstd:dictionary", b"%d" % frame.dictionary))
        start = at
        stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        while not stream.eof:
            if at >= len(data):
                raise Refusal(GapReason.TRUNCATED, "zstd is cut off", self.parts())
            try:
                piece = stream.decompress(data[at : at + _PIECE])
            except zstandard.ZstdError as e:
                reason = GapReason.CHECKSUM if "checksum" in str(e) else GapReason.UNKNOWN_FORMAT
                why = (
                    f"zstd wants dictionary {frame.dictionary}" if frame.dictionary else "zstd: data damaged"
                )
                raise Refusal(reason, why, self.parts()) from e
            at = min(at + _PIECE, len(data))
            self._out.append(piece)
            self._size += len(piece)
            if self._size > self._budget.expansion:
                raise Refusal(
                    GapReason.BUDGET, f"zstd holds more than {self._budget.expansion} bytes", self.parts()
                )
        end = at - len(stream.unused_data)
        self.content += end - start - frame.structure
        return end

    def read(self) -> list[Part]:
        """All parts.  Raises Refusal with those before what does not read."""
        data = self._data
        at = 0
        while at < len(data):
            if data[at : at + 4] == MAGIC:
                at = self._frame(at)
            elif skippable.is_skippable(data, at):
                parts, at = skippable.read(data, at, NAME, self.parts)
                self._said += parts
                self.structure += skippable.HEADER
                self.content += len(parts[0][1])
            else:
                self._said.append(("zstd:rest", data[at:]))
                self.content += len(data) - at
                break
        return self.parts()


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed, `zstd`; skippable frames, `zstd:skippable`; what follows, `zstd:rest`.

    Raises Refusal with what was read.
    """
    return _Reader(data, budget).read()


def account(data: bytes, budget: Budget) -> Accounted:
    """Blocks, skippable frames and what follows are content; frame headers and checksums structure."""
    reader = _Reader(data, budget)
    reader.read()
    return Accounted(len(data), reader.content, reader.structure)
