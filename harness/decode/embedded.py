"""Encoded stretches inside other bytes: base64, JSON or a compressed stream that does not begin the text."""

from __future__ import annotations

from harness.decode import base64_text
from harness.decode.budget import Budget
from harness.decode.json_text import DECODER, leaves
from harness.decode.kind import base64_runs, is_text
from harness.decode.refusal import Part

NAME = "embedded"
_LEAST = 24
"""Letters of a base64 stretch: shorter ones are words."""
_MOST = 64
"""Stretches of one text: beyond, the forms of the values themselves still find them."""
_LONGEST_TEXT = 262_144


def base64_stretches(data: bytes) -> list[Part]:
    """What the base64 stretches of a text may mean, `base64@<offset>`.

    In unreadable bytes a length may stand right before the text and look like one of its letters, so
    that all four alignments are tried there.
    """
    found: list[Part] = []
    shifts = (0,) if is_text(data) else (0, 1, 2, 3)
    for start, end in base64_runs(data, _LEAST)[:_MOST]:
        if end - start == len(data):
            continue
        for shift in shifts:
            piece = data[start + shift : end]
            try:
                found.append(
                    (f"base64@{start + shift}", base64_text.undo(piece[: len(piece) - (len(piece) % 4 == 1)]))
                )
            except ValueError:
                continue
    return found


def matches(data: bytes) -> bool:
    """Whether a JSON object or array of texts may open in it."""
    return b'"' in data and (b'{"' in data or b'["' in data)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The first JSON object or array inside a text, `json@<offset>:a.b`.  Raises ValueError where none is."""
    if len(data) > _LONGEST_TEXT:
        raise ValueError("too long to look for JSON in it")
    text = data.decode("utf-8")
    at = -1
    for opening in ('{"', '[{"', '["'):
        place = text.find(opening)
        if place >= 0 and (at < 0 or place < at):
            at = place
    if at < 0 or text.count("{") + text.count("[") > budget.nesting:
        raise ValueError("no JSON in it")
    value, _ = DECODER.raw_decode(text, at)
    found: list[Part] = []
    for step, part in leaves(value):
        found.append((f"json@{at}:{str(step).partition(':')[2]}", part))
    return found


def streams(data: bytes) -> list[tuple[int, bytes]]:
    """Compressed streams by their magic behind other bytes: (offset, the bytes from there)."""
    found = []
    for magic in (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"):
        at = data.find(magic, 1)
        if at > 0:
            found.append((at, data[at:]))
    return sorted(found)
