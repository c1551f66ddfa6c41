"""Smile (FasterXML smile-format-specification 1.0.6): JSON in binary, with shared names and texts."""

# ruff: noqa: PLR2004 (tokens as the specification's tables give them)

from __future__ import annotations

import struct
from typing import Any

from harness.decode.binary_value import flatten
from harness.decode.budget import Budget
from harness.decode.refusal import NOT_READ, Part, Refusal
from harness.model.message import GapReason

NAME = "smile"
CERTAIN = True
FIRST = b":"
_MAGIC = b":)\n"
_SHARED = 1024
_SHORT = 64
"""Bytes of the longest text or name that is shared."""


def matches(data: bytes) -> bool:
    """Whether it begins with the header of version 0."""
    return data.startswith(_MAGIC) and len(data) > 4 and not data[3] >> 4


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers and binaries, `smile:a.b`, and what follows the end sign.

    Raises Refusal where it is cut off or damaged: the magic leaves no doubt what it is.
    """
    reader = _Reader(data)
    values: list[Any] = []
    found: list[Part] = []
    try:
        while reader.at < len(data) and data[reader.at] != 0xFF:
            if data.startswith(_MAGIC, reader.at):
                reader.head()
            values.append(reader.value(budget.nesting))
    except NOT_READ as e:
        texts: list[Part] = [(f"smile:text[{n}]", text) for n, text in enumerate(reader.seen)]
        texts.append(("smile:rest", data[reader.at :]))
        raise Refusal(GapReason.DAMAGED, "smile: data damaged or cut off", texts) from e
    if values:
        found = flatten(values[0] if len(values) == 1 else values, "smile:", budget, known=True)
    if data[reader.at + 1 :]:
        found.append(("smile:rest", data[reader.at + 1 :]))
    return found


def _seven(byte: int) -> int:
    """The seven bits of a byte; raises ValueError where it has an eighth."""
    if byte & 0x80:
        raise ValueError("a byte of more than seven bits")
    return byte


class _Reader:
    """Where a reading stands, and what it has shared so far."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0
        self.names: list[bytes] = []
        self.texts: list[bytes] = []
        self.seen: list[bytes] = []
        self.share_names, self.share_texts = True, False
        self.head()

    def head(self) -> None:
        """Reads a header: which of names and texts are shared."""
        flags = self.data[self.at + 3]
        self.share_names, self.share_texts = bool(flags & 1), bool(flags & 2)
        self.names, self.texts = [], []
        self.at += 4

    def take(self, size: int) -> bytes:
        """The next bytes; raises ValueError where there are less."""
        found = self.data[self.at : self.at + size]
        if len(found) < size:
            raise ValueError("cut off")
        self.at += size
        return found

    def until_end(self) -> bytes:
        """A text up to its end sign."""
        end = self.data.index(b"\xfc", self.at)
        found = self.take(end - self.at)
        self.at += 1
        self.seen.append(found)
        return found

    def varint(self) -> int:
        """A number of seven bits a byte, of six in the last."""
        value = 0
        while True:
            byte = self.take(1)[0]
            if byte & 0x80:
                return value << 6 | byte & 0x3F
            value = value << 7 | byte

    def zigzag(self) -> int:
        """A number with its sign in the lowest bit."""
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def packed(self) -> bytes:
        """Bytes that were written as sevens of bits after their number."""
        size = self.varint()
        raw = self.take(-(-size * 8 // 7))
        bits = 0
        for byte in raw:
            bits = bits << 7 | _seven(byte)
        spare = size * 8 % 7
        if spare:
            last = bits & 0x7F
            if last >> spare:
                raise ValueError("bits that belong to no byte")
            bits = (bits >> 7) << spare | last
        return bits.to_bytes(size, "big")

    def shared(self, table: list[bytes], text: bytes, *, kept: bool) -> bytes:
        """A text that was read, entered in the table where it is shared."""
        self.seen.append(text)
        if kept and len(text) <= _SHORT:
            if len(table) >= _SHARED:
                table.clear()
            table.append(text)
        return text

    def value(self, levels: int) -> Any:  # noqa: C901, PLR0911, PLR0912 (one table of tokens)
        """The next value; raises ValueError and LookupError."""
        if levels == 0:
            raise ValueError("nested too deep")
        token = self.take(1)[0]
        low = token & 0x1F
        if 0 < token < 0x20:
            return self.texts[low - 1]
        if token < 0x40:
            if token < 0x24:
                return (b"", None, False, True)[token - 0x20]
            if token in (0x24, 0x25):
                return self.zigzag()
            if token == 0x26:
                return int.from_bytes(self.packed(), "big", signed=True)
            if token in (0x28, 0x29):
                size, form = ((5, ">f"), (10, ">d"))[token - 0x28]
                bits = 0
                for byte in self.take(size):
                    bits = bits << 7 | _seven(byte)
                width = struct.calcsize(form)
                if bits >> 8 * width:
                    raise ValueError("a number of more bits than it has")
                return struct.unpack(form, bits.to_bytes(width, "big"))[0]
            if token == 0x2A:
                scale = self.zigzag()
                return b"%de%d" % (int.from_bytes(self.packed(), "big", signed=True), -scale)
            raise ValueError("a reserved token")
        if token < 0xC0:
            size = (low + 1, low + 33, low + 2, low + 34)[(token - 0x40) >> 5]
            return self.shared(self.texts, self.take(size), kept=self.share_texts)
        if token < 0xE0:
            return low >> 1 ^ -(low & 1)
        if token in (0xE0, 0xE4):
            return self.until_end()
        if token == 0xE8:
            return self.packed()
        if 0xEC <= token <= 0xEF:
            return self.texts[(token & 3) << 8 | self.take(1)[0]]
        if token == 0xF8:
            items = []
            while self.data[self.at] != 0xF9:
                items.append(self.value(levels - 1))
            self.at += 1
            return items
        if token == 0xFA:
            pairs = []
            while self.data[self.at] != 0xFB:
                name = self.name()
                pairs.append((name, self.value(levels - 1)))
            self.at += 1
            return tuple(pairs)
        if token == 0xFD:
            return self.take(self.varint())
        raise ValueError("a reserved token")

    def name(self) -> bytes:
        """The next name of an object; raises ValueError and LookupError."""
        token = self.take(1)[0]
        if token == 0x20:
            return b""
        if 0x30 <= token < 0x34:
            return self.names[(token & 3) << 8 | self.take(1)[0]]
        if token == 0x34:
            return self.until_end()
        if 0x40 <= token < 0x80:
            return self.names[token - 0x40]
        if 0x80 <= token < 0xC0:
            return self.shared(self.names, self.take(token - 0x7F), kept=self.share_names)
        if 0xC0 <= token < 0xF8:
            return self.shared(self.names, self.take(token - 0xBE), kept=self.share_names)
        raise ValueError("a reserved token")
