"""A form of a value in a text: how sure, how readable, how much of it."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from harness.detect.forms import Form

DIGEST_RANK = 9
"""Readability of a digest (`forms.Form.rank`)."""


@dataclass(slots=True)
class Hit:
    """A form of a value in a node, before it is decided which of several is reported."""

    node: int
    planted: int
    rank: int
    form: str
    chance: float


def keep(best: dict[tuple[int, int], Hit], hit: Hit) -> None:
    """Keeps the more readable of two hits of a value in a text."""
    key = (hit.node, hit.planted)
    before = best.get(key)
    if before is None or (hit.rank, hit.form) < (before.rank, before.form):
        best[key] = hit


def stands_alone(text: bytes, start: int, end: int, form: str) -> bool:
    """Whether no letter or digit stands right before or after."""
    step = 2 if form == "utf-16" else 1
    before, after = text[max(0, start - step) : start], text[end : end + step]
    return not (_is_word(before) or _is_word(after))


def _is_word(beside: bytes) -> bool:
    bare = beside.replace(b"\0", b"")
    return bare.isalnum()


def common(left: bytes, right: bytes) -> int:
    """Bytes that two texts have in common at their beginning."""
    length = min(len(left), len(right))
    for at in range(length):
        if left[at] != right[at]:
            return at
    return length


def digest_form(text: bytes, start: int, form: Form) -> tuple[str, int]:
    """The digest's form by how much of it is there: whole, or cut short."""
    if form.name.endswith("/base64"):
        whole = base64.b64encode(form.digest).rstrip(b"=")
        seen = text[start : start + len(whole)].replace(b"-", b"+").replace(b"_", b"/")
        length = common(seen, whole)
    else:
        whole = form.digest
        length = common(text[start : start + len(whole)], whole)
    return (form.name if length == len(whole) else f"{form.name}/truncated"), length


def chance(size: int, own: int, letters: int) -> float:
    """Expected random hits in a place of `size` bytes: positions x alphabet^-characters (method §7)."""
    return float(max(1, size - own + 1)) * float(letters) ** -own
