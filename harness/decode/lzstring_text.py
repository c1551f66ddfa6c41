"""LZ-based compression of lz-string 1.5 (pieroxy, WTFPL): base64, URI, and UTF-16 variants, and bytes."""

# ruff: noqa: PLR2004 (the first codes and their widths as the library has them)

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "lz-string"
CERTAIN = False
LEAST = 8
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_URI = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
_LETTERS = _BASE64 + b"-$=_ "
_OPENINGS = frozenset(
    first * 256 + second
    for number, first in enumerate(_BASE64)
    for other, second in enumerate(_BASE64)
    if number >> 4 == 2
    or (number >> 4 == 0 and 0x20 <= int(f"{(number & 15) << 4 | other >> 2:08b}"[::-1], 2) != 0x7F)
)
"""The first two letters of a text: its first code is no end, and its first letter is no control character."""
_BITS = {width: tuple(f"{value:0{width}b}" for value in range(1 << width)) for width in (6, 15)}
_CONTROLS = frozenset({*range(0x20), *range(0x7F, 0xA0)} - {9, 10, 13})


def matches(data: bytes) -> bool:
    """Whether it is of the base64 or the URI alphabet, or text of letters of 15 bits each."""
    if len(data) < LEAST:
        return False
    if (data[0] << 8 | data[1]) in _OPENINGS:
        return not data.translate(None, _LETTERS)
    return data[0] >= 0xC2 and not data.isascii() and _is_packed(data)


def _is_packed(data: bytes) -> bool:
    """Whether a text is of letters of 15 bits each, raised by 32, and ends in a space."""
    return data.endswith(b" ") and data.count(b" ") < 3 and len(data) >= 3 * LEAST


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The text.  Raises ValueError where it is none, Refusal where it is larger than the budget."""
    if data.isascii():
        plain = data.rstrip(b"=$").replace(b" ", b"+").replace(b"_", b"/")
        table = _URI if b"-" in plain else _BASE64
        values = [table.index(letter) for letter in plain]
        text = _inflate(values, 6, budget.expansion)
    else:
        values = [ord(letter) - 32 for letter in data.decode("utf-8")]
        if min(values) < 0 or max(values) >= 1 << 15:
            raise ValueError("a letter is none of 15 bits")
        text = _inflate(values, 15, budget.expansion)
    found = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode("utf-8")
    if not is_text(found) or len(found) < 4:
        raise ValueError("no text")
    return [(NAME, found)]


class _Bits:
    """Bits of values of one width, the highest of each first; numbers are read with their lowest first."""

    __slots__ = ("_at", "_bits", "_end")

    def __init__(self, values: list[int], width: int) -> None:
        self._bits = "".join(map(_BITS[width].__getitem__, values))
        self._at, self._end = 0, width * len(values)

    def left(self) -> int:
        """Bits not read yet."""
        return self._end - self._at

    def rest(self) -> int:
        """What those bits say: nothing, where they only fill the last value."""
        return int("0" + self._bits[self._at :], 2)

    def number(self, width: int) -> int:
        """The next number; raises ValueError at the end."""
        end = self._at + width
        if end > self._end:
            raise ValueError("cut off")
        found = int(self._bits[self._at : end][::-1], 2)
        self._at = end
        return found


def _inflate(values: list[int], width: int, limit: int) -> str:  # noqa: C901 (one loop)
    bits = _Bits(values, width)
    kind = bits.number(2)
    if kind > 1:
        raise ValueError("no first letter")
    entry = word = chr(bits.number(16 if kind else 8))
    words = ["", "", "", entry]
    out = [entry]
    size, enlarge, wide = 1, 4, 3
    while True:
        code = bits.number(wide)
        if code == 2:
            if bits.left() > 2 * width or bits.rest():
                raise ValueError("letters after the end")
            return "".join(out)
        if code < 2:
            letter = bits.number(16 if code else 8)
            if letter in _CONTROLS:
                raise ValueError("no text")
            words.append(chr(letter))
            code = len(words) - 1
            enlarge -= 1
            if enlarge == 0:
                enlarge = 1 << wide
                wide += 1
        if code < len(words):
            entry = words[code]
        elif code == len(words):
            entry = word + word[0]
        else:
            raise ValueError("a code of no word")
        out.append(entry)
        size += len(entry)
        if size > limit:
            raise Refusal(GapReason.BUDGET, f"lz-string holds more than {limit} letters")
        words.append(word + entry[0])
        enlarge -= 1
        word = entry
        if enlarge == 0:
            enlarge = 1 << wide
            wide += 1
