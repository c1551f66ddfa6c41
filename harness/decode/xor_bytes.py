"""Bytes under a key of one byte (added or exclusive-or), or under a key that the message carries itself."""

# ruff: noqa: PLR2004 (bytes by their ASCII codes)

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from harness.decode import words
from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part

NAME = "xor"
CERTAIN = False
_LEAST = 12
_MOST = 4096
"""Bytes of the longest text that is tried: longer ones are compressed first."""
_SAMPLE = 64
_KEYS = 64
"""Keys of a message that are tried, the first that stand beside the bytes."""
_LONGEST_KEY = 64
_PRINTABLE = bytes(1 if 0x20 <= c < 0x7F or c in b"\t\r\n" else 0 for c in range(256))
_XOR = tuple(bytes(c ^ key for c in range(256)) for key in range(256))
_ADD = tuple(bytes((c + key) & 255 for c in range(256)) for key in range(256))
_WIDTH = 96
"""Different bytes that a text of ASCII can have."""


def matches(data: bytes) -> bool:
    """Whether the bytes are few enough and not spread as ciphertext is."""
    if not _LEAST <= len(data) <= _MOST:
        return False
    head = data[:_SAMPLE]
    kinds = len(set(head))
    if kinds < 5 or (len(head) >= 32 and kinds * 10 > len(head) * 9):
        return False
    high = head.translate(_HIGH)
    return max(high.count(b"\0"), high.count(b"\1")) * 8 >= len(head) * 7 or kinds * 4 <= len(head) * 3


_HIGH = bytes(c >> 7 for c in range(256))


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text, `xor:<key in hex>` or `add:<key in hex>`.  Raises ValueError where no key gives words."""
    head = data[:_SAMPLE]
    found: list[tuple[int, str, bytes]] = []
    for name, tables in (("xor", _XOR), ("add", _ADD)):
        for key in range(1, 256):
            sample = head.translate(tables[key])
            if not sample.isascii() or sample.translate(_PRINTABLE).count(0):
                continue
            plain = data.translate(tables[key])
            if plain.translate(_PRINTABLE).count(0):
                continue
            found.append((_score(plain), f"{name}:{key:02x}", plain))
    if found:
        best = max(found)
        if words.opens(best[2]) or words.reads(best[2]):
            return [best[1:]]
    raise ValueError("no key of one byte gives words")


def _score(plain: bytes) -> int:
    """How much a text looks written: its pairs of letters, and small letters and spaces before others."""
    usual = sum(1 for c in plain if 0x61 <= c <= 0x7A or c == 0x20)
    return words.score(plain) + 100 * usual // len(plain) + 50 * words.opens(plain)


def differences(data: bytes) -> bytes:
    """Each byte against the one before it: the same under every key of one byte.

    A known value is found under any such key by its own differences, without solving for the key.
    """
    size = len(data) - 1
    if size < 1:
        return b""
    number = int.from_bytes(data, "big")
    return ((number ^ number >> 8) & ((1 << 8 * size) - 1)).to_bytes(size, "big")


def keyed(data: bytes, keys: Iterable[bytes]) -> list[Part]:
    """What the bytes are under each of some keys, repeated: `xor:key[<number>]`.

    Only what opens a known notation or is text of more than the key's length is given; bounded by 64 keys
    of at most 64 bytes.  Never raises.
    """
    found: list[Part] = []
    size = len(data)
    if not _LEAST <= size <= _MOST * 16:
        return found
    number = int.from_bytes(data[: _MOST * 16], "big")
    for at, key in enumerate(islice(keys, _KEYS)):
        if not 1 < len(key) <= _LONGEST_KEY or key == data:
            continue
        start = bytes(a ^ b for a, b in zip(data[:_LEAST], key * _LEAST, strict=False))
        if start.isascii() and not start.translate(_PRINTABLE).count(0):
            pad = (key * (size // len(key) + 1))[:size]
            plain = (number ^ int.from_bytes(pad, "big")).to_bytes(size, "big")
            if is_text(plain):
                found.append((f"xor:key[{at}]", plain))
    return found
