"""Bytes as one number: base58 (Bitcoin, Flickr, Ripple), base62 (three orders), base36, decimal.

A leading zero of the alphabet stands for a zero byte, as base58 has it.
"""

from __future__ import annotations

import string

from harness.decode.budget import Budget
from harness.decode.proof import reads_on
from harness.decode.refusal import Part

NAME = "number"
CERTAIN = False
LEAST = 16
_DECIMAL = 22
"""Digits of the shortest decimal number: shorter ones are counters, times and identifiers (19 at most)."""
_LONGEST = 4096
_DIGITS, _UPPER, _LOWER = string.digits, string.ascii_uppercase, string.ascii_lowercase
_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ALPHABETS = {
    "base58": _BITCOIN,
    "base58-flickr": "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ",
    "base58-ripple": "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz",
    "base62": _DIGITS + _UPPER + _LOWER,
    "base62-inverted": _DIGITS + _LOWER + _UPPER,
    "base62-letters": _UPPER + _LOWER + _DIGITS,
}
_VALUES = {
    name: bytes(alphabet.find(chr(c)) & 255 for c in range(256)) for name, alphabet in ALPHABETS.items()
}
_CHUNK = 10
_NOT_58 = b"0OIl"
_SEARCHED = ("base58", "base62")
"""Those that are given also where they spell nothing readable: raw identifiers are found in them."""


def matches(data: bytes) -> bool:
    """Whether it is of letters and digits alone and may be one number; hex and words are none."""
    if not LEAST <= len(data) <= _LONGEST or not data.isalnum() or not data.isascii() or data.isalpha():
        return False
    if data.isdigit():
        return len(data) >= _DECIMAL
    return not (data.islower() or data.isupper()) or bool(data.lower().translate(None, b"0123456789abcdef"))


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes in every alphabet that spells something readable, and of each base in its usual one.

    Raises ValueError where it is no such number.
    """
    if data.isdigit():
        return [("decimal", _bytes(int(data))), *_zeros("decimal", data)]
    if data.islower() or data.isupper():
        return [("base36", _bytes(int(data, 36))), *_zeros("base36", data)]
    found: list[Part] = []
    for name, alphabet in ALPHABETS.items():
        base = len(alphabet)
        if base == len(_BITCOIN) and data.translate(None, _NOT_58) != data:
            continue
        plain = undo(data, _VALUES[name], base)
        if name in _SEARCHED or reads_on(plain):
            found.append((name, plain))
    return found


def _zeros(name: str, data: bytes) -> list[Part]:
    """How many zeros stand before a number, where any do."""
    zeros = len(data) - len(data.lstrip(b"0"))
    return [(f"{name}:zeros", b"%d" % zeros)] if zeros else []


def undo(data: bytes, values: bytes, base: int) -> bytes:
    """The bytes of a number whose digits have these values, a zero byte for every leading zero."""
    digits = data.translate(values)
    number = 0
    power = base**_CHUNK
    head = len(digits) % _CHUNK
    for value in digits[:head]:
        number = number * base + value
    for at in range(head, len(digits), _CHUNK):
        piece = 0
        for value in digits[at : at + _CHUNK]:
            piece = piece * base + value
        number = number * power + piece
    return b"\0" * (len(digits) - len(digits.lstrip(b"\0"))) + _bytes(number)


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
