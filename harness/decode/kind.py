"""What sort of bytes: text, or not; runs of encoding alphabets.  Everything here is one pass in C."""

# ruff: noqa: PLR2004 (bytes by their ASCII codes)

from __future__ import annotations

_CONTROLS = bytes(c for c in range(256) if (c >= 0x20 and c != 0x7F) or c in b"\t\r\n")
_WHITE = b" \t\r\n"

_BASE64 = bytes(0x62 if chr(c).isascii() and (chr(c).isalnum() or c in b"+/-_") else 0x20 for c in range(256))
_HEX = bytes(0x62 if c in b"0123456789abcdefABCDEF" else 0x20 for c in range(256))


def is_text(data: bytes) -> bool:
    """Whether a person could read it: UTF-8 without control characters."""
    if data.translate(None, _CONTROLS):
        return False
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _runs(data: bytes, classes: bytes, least: int) -> list[tuple[int, int]]:
    classed = data.translate(classes)
    needle = b"b" * least
    found = []
    at = classed.find(needle)
    while at >= 0:
        end = classed.find(b" ", at)
        if end < 0:
            end = len(classed)
        found.append((at, end))
        at = classed.find(needle, end)
    return found


def base64_runs(data: bytes, least: int) -> list[tuple[int, int]]:
    """Stretches (start, end) of at least `least` letters of either base64 alphabet."""
    return _runs(data, _BASE64, least)


def hex_runs(data: bytes, least: int) -> list[tuple[int, int]]:
    """Stretches (start, end) of at least `least` hex digits."""
    return _runs(data, _HEX, least)


def suspects(classed: bytes) -> bool:
    """Whether anything in classified text (`classify`) may hide a value."""
    return b"s" in classed or _RUN in classed


def classify(data: bytes) -> bytes:
    """Every byte as its class: `b` a letter of base64, `s` a sign of structure or escapes, or no text."""
    return data.translate(_SUSPECT)


def classify_all(pieces: list[bytes]) -> tuple[bytes, bytes]:
    """Pieces joined by NUL, and their classes, with NUL for NUL: a piece that holds one is cut there."""
    text = b"\0".join(pieces)
    return text, text.translate(_SUSPECT_PIECES)


_RUN = b"b" * 16
"""The shortest stretch of letters that is undone; shorter ones are found by the values' own forms."""
_SUSPECT = bytes(
    0x73
    if (c < 0x20 and c not in b"\t\r\n") or c >= 0x7F or c in b"=%{[&<\\"
    else 0x62
    if chr(c).isalnum() or c in b"+/-_"
    else 0x20
    for c in range(256)
)

_SUSPECT_PIECES = b"\0" + _SUSPECT[1:]


def has_base64_run(data: bytes, needle: bytes) -> bool:
    """Whether a stretch of base64 letters as long as `needle` (all `b`) is in it."""
    return needle in data.translate(_BASE64)


def entropy_is_high(data: bytes) -> bool:
    """Whether the bytes are spread as ciphertext or compressed data would be.

    Integer arithmetic only, so that every machine answers alike: the expected number of distinct
    values among n random bytes is 256 (1 - (255/256)^n); three quarters of it is high.
    """
    n = min(len(data), 1024)
    distinct = len(set(data[:n]))
    if n <= 32:
        return distinct * 8 >= n * 7
    expected: int = 256 * (256**n - 255**n) // 256**n
    return bool(distinct * 4 >= expected * 3)
