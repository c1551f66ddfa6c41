"""The shape of a JSON text: what stands between its texts, every number as a 0.

Uploads of one app are alike in shape and differ in texts and numbers.  Whether a text is JSON, and how
deep, is decided by its shape alone where it holds no escapes: between quotes anything may stand that
decodes, control characters too (`json_text` reads them), and every run of digits became one 0 only
where it was one number (RFC 8259 §6).  So a shape that was parsed once need not be parsed again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harness.decode import json_text
from harness.decode.budget import Budget

_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
Items = tuple[str | int, ...]
_SHAPES = 2_000
"""Shapes remembered, of at most 4 kB each: 8 MB."""
_LONGEST_SHAPE = 4_096

_ROOT: Items = ("json:",)
_QUOTE, _OBJECT, _COLON, _COMMA = b'"{:,'

Place = tuple[bool, Items]
"""Whether a text is a key, and its step: words as they are, keys by their number among the texts."""


@dataclass(slots=True)
class Cut:
    """A JSON text that was taken apart at its quotes.

    `plain` is the text without escaped slashes; of its `pieces` those at odd numbers are texts and keys,
    the others what stands between them.
    """

    plain: bytes
    pieces: list[bytes]
    shape: bytes


class Shapes:
    """Shapes that were parsed before."""

    def __init__(self) -> None:
        self._known: dict[bytes, list[Place] | None] = {}

    def cut(self, data: bytes, budget: Budget) -> Cut | None:
        """A JSON text taken apart; None where an escape or a number of many digits makes that unsafe.

        Raises what `json_text.parse` raises.
        """
        apart = json_text.apart(data)
        if apart is None:
            return None
        pieces, plain, between = apart
        shape = _NUMBER.sub(b"0", between)
        if shape in self._known and len(data) <= budget.structure:
            if not data.isascii():
                data.decode("utf-8")
        else:
            json_text.parse(data, budget)
            if len(shape) <= _LONGEST_SHAPE:
                if len(self._known) >= _SHAPES:
                    self._known.clear()
                self._known[shape] = None
        return Cut(plain, pieces, shape)

    def places(self, cut: Cut) -> Sequence[Place]:
        """Where the texts of a cut stand, in their order."""
        known = self._known.get(cut.shape)
        if known is None:
            known = places(cut.shape)
            if cut.shape in self._known:
                self._known[cut.shape] = known
        return known


def leaf(cut: Cut, place: Place, number: int) -> str | None:
    """The step of a text of a cut as `json_text.leaves` writes it; None for a key too short to be a leaf."""
    is_key, items = place
    step = "".join(
        item if isinstance(item, str) else cut.pieces[2 * item + 1].decode("utf-8") for item in items
    )
    if not is_key:
        return step
    key = cut.pieces[2 * number + 1].decode("utf-8")
    return f"{step}{{{key[:32]}}}" if len(key) > json_text.LONG_KEY else None


def places(shape: bytes) -> list[Place]:
    """Where the texts of a shape stand.  The shape must be that of a text that was parsed."""
    found: list[Place] = []
    above: list[tuple[int, Items, int]] = []
    opened, prefix, at, key_is_next = 0, _ROOT, 0, False
    for sign in shape:
        if sign == _QUOTE:
            if key_is_next:
                at = len(found)
            found.append((key_is_next, prefix if key_is_next else _inside(opened, prefix, at)))
        elif sign in b"{[":
            above.append((opened, prefix, at))
            prefix = _inside(opened, prefix, at)
            if sign == _OBJECT and opened:
                prefix = (*prefix, ".")
            opened, at, key_is_next = sign, 0, sign == _OBJECT
        elif sign in b"}]":
            opened, prefix, at = above.pop()
        elif sign == _COLON:
            key_is_next = False
        elif sign == _COMMA:
            key_is_next = opened == _OBJECT
            at += opened != _OBJECT
    return found


def _inside(opened: int, prefix: Items, at: int) -> Items:
    """The step of what stands at a place of an object or an array."""
    if not opened:
        return prefix
    return (*prefix, at) if opened == _OBJECT else (*prefix, f"[{at}]")
