"""Base64 and base64url (RFC 4648 §4, §5), with or without padding and line breaks."""

from __future__ import annotations

import binascii

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "base64"
LEAST = 16
"""Letters: shorter ones are found by the base64 forms of the searched values themselves."""
_LETTERS = bytes(c for c in range(256) if chr(c).isascii() and (chr(c).isalnum() or c in b"+/-_=\r\n "))
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_URL_SAFE = bytes.maketrans(b"-_ ", b"+/+")


def matches(data: bytes) -> bool:
    """Whether all of it is of the alphabets."""
    return len(data) >= LEAST and not data.translate(None, _LETTERS)


def undo(data: bytes) -> bytes:
    """The encoded bytes.  Raises ValueError where it cannot be base64.

    A space stands for the `+` that a form decoder took away.
    """
    lined = b"\n" in data or b"\r" in data
    data = data.translate(_URL_SAFE, b"\r\n") if lined else data.translate(_URL_SAFE)
    body = data.rstrip(b"=")
    if len(body) % 4 == 1:
        raise ValueError("no base64 has this length")
    if b"=" in body:
        raise ValueError("padding inside")
    return binascii.a2b_base64(body + b"=" * (-len(body) % 4))


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The encoded bytes, and bits of the last letter that make no byte, where they are set: `base64:bits`.

    Raises ValueError.
    """
    found: list[Part] = [("base64", undo(data))]
    bits = spare_bits(data)
    if bits:
        found.append(("base64:bits", b"%d" % bits))
    return found


def spare_bits(data: bytes) -> int:
    """The bits of the last letter that belong to no byte (RFC 4648 §3.5): zero, unless somebody set them."""
    letters = data.translate(_URL_SAFE, b"\r\n").rstrip(b"=")
    used = 6 * len(letters) % 8
    return _ALPHABET.find(letters[-1:]) & (1 << used) - 1 if used else 0


def account(data: bytes, budget: Budget) -> Accounted:
    """Padding and line breaks are structure, letters are content."""
    unpack(data, budget)
    structure = sum(data.count(sign) for sign in b"=\r\n")
    return Accounted(len(data), len(data.translate(None, b"=\r\n")), structure)
