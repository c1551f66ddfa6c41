"""Numbers that stand for letters: `104,101,108`, JSON arrays of bytes, words of 16 or 32 bits, octal, binary.

A whole value with any separator, and arrays inside a JSON text; numbers below zero are signed bytes or words.
"""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.proof import is_certain, opens_magic
from harness.decode.refusal import Part
from harness.decode.separated import says_all

NAME = "codes"
CERTAIN = False
LEAST = 15
_FEWEST = 6
"""Numbers: fewer are dates, versions and addresses."""
_LONGEST = 1 << 20
_ARRAY = re.compile(rb"[\[({]\s*-?\d{1,10}(?:\.0+)?(?:\s*,\s*-?\d{1,10}(?:\.0+)?){5,}\s*,?\s*[\])}]")
_INDEXED = re.compile(rb'\{\s*"0"\s*:\s*-?\d{1,10}(?:\s*,\s*"\d{1,6}"\s*:\s*-?\d{1,10}){5,}\s*\}')
_INDEX = re.compile(rb'"\d{1,6}"\s*:\s*(-?\d{1,10})')
_QUOTED = re.compile(rb'\[\s*"-?\d{1,10}"(?:\s*,\s*"-?\d{1,10}"){5,}\s*\]')
_WORDS = re.compile(rb"[\[({]\s*-?\d{7,10}(?:\s*,\s*-?\d{6,10}){1,}\s*[\])}]")
_CALL = re.compile(rb"(?:fromCharCode|fromCodePoint|bytes|bytearray|CHAR|Chr|chr)\s*(\([\[\d,\s\])]{9,})")
_CALLS = re.compile(rb"(?:chr|Chr|CHR|CHAR|char)\((\d{1,7})\)")
_NUMBER = re.compile(rb"(?<![\d.])-?\d{1,10}(?:\.0+(?!\d))?")
_WRITTEN = re.compile(rb"(?:0b)?\d{1,10}(?:\.0+(?!\d))?")
_DIGITS = b"0123456789"
_SIGNS = b" \t\r\n,;:|._/+&-'\"[](){}<>\\"
_BINARY = re.compile(rb"\A(?:0b)?[01]+(?:[\s,;:|_.-]+(?:0b)?[01]{1,32})*\s*\Z")


_ARRAYS = (
    (_ARRAY, _NUMBER),
    (_WORDS, _NUMBER),
    (_INDEXED, _INDEX),
    (_QUOTED, _NUMBER),
    (_CALL, _NUMBER),
)


def matches(data: bytes) -> bool:
    """Whether it is digits with separators, or an array of at least six numbers stands in it."""
    size = len(data)
    if not LEAST <= size <= _LONGEST:
        return False
    rest = data.translate(None, _DIGITS)
    if not rest.translate(None, _SIGNS):
        return len(rest) >= _FEWEST - 1 or is_binary(data)
    if b"," in data and _WORDS.search(data):
        return True
    if data.count(b",") >= _FEWEST - 1 and (
        _ARRAY.search(data) or _INDEXED.search(data) or _QUOTED.search(data)
    ):
        return True
    return b"hr(" in data or b"HAR(" in data or b"fromCh" in data or (data[:2] == b"0b" and is_binary(data))


def is_binary(data: bytes) -> bool:
    """Whether it is digits of the base of two, enough for six bytes."""
    return data[0] in b"01 " and data.count(b"0") + data.count(b"1") >= 40 and _BINARY.match(data) is not None  # noqa: PLR2004


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What the numbers stand for, `codes`, `codes@<offset>`, `binary`; `@0` where that is not all of a list.

    Only what is meant is given.  Raises ValueError where nothing is.
    """
    found: list[Part] = []
    rest = data.translate(None, _DIGITS)
    beside = "" if says_all(data, _WRITTEN) else "@0"
    if not rest.translate(None, _SIGNS) or data[:2] == b"0b":
        if is_binary(data):
            _binary(data, "binary" + beside, found)
        numbers = _written(data, rest[:1])
        if _FEWEST <= len(numbers) <= budget.structure:
            found.extend(("codes" + beside, plain) for plain in _meanings(numbers))
    found = found or _arrays(data)
    if not found:
        raise ValueError("its numbers stand for no text")
    return found


def _written(data: bytes, separator: bytes) -> list[bytes]:
    """The numbers of a list: a hyphen or a dot between all of them is no sign and no decimal point."""
    if separator == b"-" and b"--" not in data and b" " not in data:
        return re.findall(rb"\d+", data)
    if separator == b"." and all(number.isdigit() for number in data.strip().split(b".")):
        return data.strip().split(b".")
    return _NUMBER.findall(data)


def _arrays(data: bytes) -> list[Part]:
    """What the arrays and calls inside a text stand for."""
    found: list[Part] = []
    for pattern, inner in _ARRAYS:
        for array in pattern.finditer(data):
            plains = _meanings(inner.findall(array[0]))
            found.extend((f"codes@{array.start()}", plain) for plain in plains)
    calls = _CALLS.findall(data)
    if len(calls) >= _FEWEST:
        found.extend(("codes@0", plain) for plain in _meanings(calls))
    return found


def _binary(data: bytes, name: str, found: list[Part]) -> None:
    """Appends what digits of the base of two spell: groups of up to eight are a byte each."""
    groups = re.findall(rb"[01]+", data.replace(b"0b", b" "))
    if len(groups) == 1:
        digits = groups[0]
        widths = [width for width in (8, 7) if len(digits) % width == 0]
        groups_of = [[digits[at : at + width] for at in range(0, len(digits), width)] for width in widths]
    else:
        groups_of = [groups]
    for some in groups_of:
        if max(map(len, some)) <= 8:  # noqa: PLR2004 (bits of a byte)
            plain = bytes(int(group, 2) for group in some)
            if is_certain(plain):
                found.append((name, plain))


def _meanings(written: list[bytes]) -> list[bytes]:
    """What numbers may stand for: bytes, letters, words of 16 or 32 bits; only what is meant."""
    numbers = [int(number.split(b".")[0]) for number in written]
    return meanings(numbers)


def meanings(numbers: list[int]) -> list[bytes]:
    """What numbers may stand for, as far as it is text or opens a format."""
    if not numbers:
        return []
    low, high = min(numbers), max(numbers)
    found: list[bytes] = []
    if low >= -128 and high <= 255:  # noqa: PLR2004 (a byte, signed or not)
        if any(number >= 8 for number in numbers):  # noqa: PLR2004 (a control character)
            found.append(bytes(number & 255 for number in numbers))
        octal = _octal(numbers)
        if octal:
            found.append(octal)
    elif low >= 0 and high < 0x110000:  # noqa: PLR2004 (letters of Unicode)
        found.append("".join(map(chr, numbers)).encode("utf-8", "surrogatepass"))
        octal = _octal(numbers)
        if octal:
            found.append(octal)
    for width in (2, 4):
        if -(1 << 8 * width - 1) <= low and 255 < high < 1 << 8 * width:  # noqa: PLR2004 (above a byte)
            mask = (1 << 8 * width) - 1
            for order in ("big", "little"):
                packed = b"".join((n & mask).to_bytes(width, order) for n in numbers)
                found.append(packed.strip(b"\0"))
    return [
        plain for plain in dict.fromkeys(found) if opens_magic(plain) or (_means(plain) and is_certain(plain))
    ]


def _means(plain: bytes) -> bool:
    """Whether a text is of letters: of small numbers, or of many kinds, chance makes signs."""
    letters = sum(1 for c in plain if chr(c).isalnum() or c >= 0x80)  # noqa: PLR2004 (ASCII)
    return is_text(plain) and 2 * letters >= len(plain)


def _octal(numbers: list[int]) -> bytes:
    """Numbers that were written in octal, where all may be."""
    texts = [str(number) for number in numbers]
    if any(set(text) & {"8", "9", "-"} for text in texts):
        return b""
    values = [int(text, 8) for text in texts]
    return bytes(values) if max(values) <= 255 else b""  # noqa: PLR2004 (a byte)
