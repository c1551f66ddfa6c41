"""Base64 or hex that begins inside a run of its own letters: after a prefix such as engine.io's `b4`.

The four alignments are read from the run's own beginning and behind each slash, dot, dash or sign of
structure; what opens a format or becomes text for long enough is taken.  Reversed base64 and hex too.
"""

from __future__ import annotations

import re
from binascii import a2b_base64

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.proof import is_certain, may_open, opens_magic
from harness.decode.refusal import Part

NAME = "base64-inside"
CERTAIN = False
LEAST = 20
_LONGEST = 262_144
_RUN = re.compile(rb"={0,2}[A-Za-z0-9+/_-]{20,}={0,2}")
_MOST = 64
_ALIGNED = 4
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_OPENINGS = re.compile(rb"H4sI|eyJ|eJ[wxyz0-9]|eN[opqr]|W3si|KLUv|BCJN|QlpoO|/Td6|UEsDB|PD94")
"""How gzip, JSON, zlib, zstd, LZ4, bzip2, xz, zip and XML begin in base64."""
_BEHIND = re.compile(rb"[/_.-]")
_HEX_LEAST = 24
_HEX = re.compile(rb"[0-9a-f]{24,}|[0-9A-F]{24,}")
_DIGITS = b"0123456789abcdefABCDEF"
_HEAD = 20
"""Letters that are read first: what they spell is text or a magic, or the rest is not read."""
_TEXT = bytes(c for c in range(256) if (c >= 0x20 and c != 0x7F) or c in b"\t\r\n")  # noqa: PLR2004 (ASCII)
_NEED = 14
"""Bytes of text that a stretch with no magic must give."""


def matches(data: bytes) -> bool:
    """Whether a run of base64 letters that is no hex and no word stands in it."""
    if not LEAST <= len(data) <= _LONGEST:
        return False
    return any(_may_spell(run) for run in _RUN.findall(data))


def _may_spell(run: bytes) -> bool:
    """Whether a run has letters in both cases, or hex digits enough: paths and identifiers have not."""
    return not (run.islower() or run.isupper() or run.isdigit()) or _HEX.search(run) is not None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """What the runs spell, `base64@<offset>`, `hex@<offset>`, `base64-reversed`, `hex-reversed`.

    Only what is meant is given.  Raises ValueError where nothing is.
    """
    found: list[Part] = []
    for number, run in enumerate(_RUN.finditer(data)):
        if number == _MOST:
            break
        letters = run[0].strip(b"=")
        if not _may_spell(run[0]):
            continue
        if not letters.translate(None, _DIGITS + b"-"):
            _hex(run[0], run.start(), found)
        elif not _aligned(letters, run.start(), found, whole=run[0] == data):
            _reversed(run[0], run.start(), found)
            _hex(run[0], run.start(), found)
    if not found:
        raise ValueError("no base64 inside it")
    return found


def _aligned(letters: bytes, start: int, found: list[Part], *, whole: bool) -> bool:
    """Appends what a run spells from the places where base64 may begin; answers whether anything."""
    if whole and _begins(letters, 0) and is_certain(_decode(letters)):
        return True
    places = dict.fromkeys(range(int(whole), _ALIGNED))
    places.update((m.start(), None) for m in _OPENINGS.finditer(letters))
    for number, sign in enumerate(_BEHIND.finditer(letters)):
        if number < _MOST:
            places[sign.end()] = None
    for at in places:
        if (at == 0 and whole) or not _begins(letters, at):
            continue
        plain = _decode(letters[at:])
        end = _text_end(plain)
        if opens_magic(plain) or end == len(plain) >= _NEED:
            found.append((f"base64@{start + at}", plain))
            return True
    return False


def _begins(letters: bytes, at: int) -> bool:
    """Whether the first letters from a place on spell text, or how a format begins."""
    head = a2b_base64(letters[at : at + _HEAD].translate(_URL_SAFE)[: (len(letters) - at) & ~3])
    return not head.translate(None, _TEXT) or may_open(head)


def _decode(letters: bytes) -> bytes:
    body = letters.translate(_URL_SAFE)
    body = body[: len(body) - (len(body) % 4 == 1)]
    return a2b_base64(body + b"=" * (-len(body) % 4))


def _text_end(plain: bytes) -> int:
    """How many bytes from the beginning are text, all of them or none."""
    return len(plain) if is_text(plain) else 0


def _reversed(run: bytes, start: int, found: list[Part]) -> None:
    """Appends what a run spells from its end."""
    letters = run[::-1].strip(b"=")
    if not _begins(letters, 0):
        return
    plain = _decode(letters)
    if len(plain) >= _NEED and is_certain(plain):
        found.append((f"base64-reversed@{start}", plain))


def _hex(run: bytes, start: int, found: list[Part]) -> None:
    """Appends what stretches of hex digits spell inside a run, from both sides, or reversed."""
    for stretch in _HEX.finditer(run):
        digits = stretch[0]
        even = len(digits) & ~1
        at = start + stretch.start()
        for name, spelled in (
            (f"hex@{at}", digits[:even]),
            (f"hex@{at + len(digits) - even}", digits[len(digits) - even :]),
            (f"hex-reversed@{at}", digits[::-1][:even]),
            (
                f"hex-swapped@{at}",
                b"".join(digits[n + 1 : n + 2] + digits[n : n + 1] for n in range(0, even, 2)),
            ),
        ):
            plain = bytes.fromhex(spelled.decode("ascii"))
            if len(plain) >= _NEED and is_certain(plain):
                found.append((name, plain))
