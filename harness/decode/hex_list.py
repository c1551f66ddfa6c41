r"""Hexadecimal with signs between its bytes: spaces, colons, commas, `0x`, `\x` of a whole value, dumps."""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part
from harness.decode.separated import says_all

NAME = "hex-list"
CERTAIN = False
LEAST = 16
_FEWEST = 8
"""Bytes: fewer are addresses of cards (6), dates (7) and versions."""
_LONGEST = 1 << 20
_GROUP = re.compile(rb"(?:0[xX]|\\+x|&[hH]|[#$%xXuU])?([0-9A-Fa-f]{1,16})h?")
_SIGNS = b" \t\r\n:;,|._/-+'\"[](){}<>xXhHuU#$%&\\"
_DIGITS = b"0123456789abcdefABCDEF"
_DUMP = re.compile(
    rb"^\s*[0-9A-Fa-f]{4,8}:?[ \t]+((?:[0-9A-Fa-f]{2,8}[ \t]{1,3})+)(?:[ \t|].*)?$", re.MULTILINE
)
_DUMP_LINE = re.compile(rb"[0-9A-Fa-f]{4,8}:?[ \t]+[0-9A-Fa-f]{2}")
_PREFIXED = re.compile(rb"\A(?:0[xX]|\\+x|[xX]'|[#$]|(?:hex|HEX):)([0-9A-Fa-f]{16,})'?\Z")


def matches(data: bytes) -> bool:
    """Whether all of it is hex digits and signs, with both among them, or it is a dump of lines."""
    if not LEAST <= len(data) <= _LONGEST:
        return False
    rest = data.translate(None, _DIGITS)
    if not rest or len(data) - len(rest) < LEAST:
        return False
    if not rest.translate(None, _SIGNS):
        return True
    return data[:4] == b"hex:" or (b"\n" in data and _DUMP_LINE.match(data) is not None)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes.  Raises ValueError where its groups are no bytes."""
    prefixed = _PREFIXED.match(data)
    if prefixed and len(prefixed[1]) % 2 == 0:
        return [(NAME, bytes.fromhex(prefixed[1].decode("ascii")))]
    if b"\n" in data and _DUMP_LINE.match(data):
        lines = _DUMP.findall(data + b"  ")
        digits = b"".join(b"".join(line.split()) for line in lines)
        # Offsets, the column of letters and other lines stay searched: the dump stays a leaf.
        return [("hex-dump@0", bytes.fromhex(digits.decode("ascii")))]
    groups = _GROUP.findall(data)
    if _GROUP.sub(b"", data).translate(None, _SIGNS) or len(groups) < 2:  # noqa: PLR2004 (a list)
        raise ValueError("no groups of hex digits")
    if max(map(len, groups)) <= 2:  # noqa: PLR2004 (digits of a byte)
        groups = [group.rjust(2, b"0") for group in groups]
    digits = b"".join(groups)
    if len(digits) < 2 * _FEWEST or any(len(group) & 1 for group in groups):
        raise ValueError("its groups are no bytes")
    plain = bytes.fromhex(digits.decode("ascii"))
    if digits.isdigit() and max(map(len, groups)) > 2 and not is_text(plain):  # noqa: PLR2004 (of a byte)
        raise ValueError("its groups are decimal numbers")
    return [(NAME if says_all(data, _GROUP) else f"{NAME}@0", plain)]
