"""What a short text decodes to where nothing in that is to be read on: searched as bytes, and no more.

Telemetry is full of identifiers spelled in the letters of an encoding.  Most are told from encoded texts
by a glance; the others are grown as a tree of their own.  Either way the answer is the tree's (test).
"""

from __future__ import annotations

from harness.decode import base64_text, embedded, letters, quoted_printable, registry
from harness.decode.budget import Budget
from harness.decode.kind import classify, is_text
from harness.decode.node import JUNK, PLAIN, SHALLOW
from harness.decode.tree import Tree
from harness.model.message import Direction, ExchangeId, Message, Transport

_TINY = 2
_LONGEST = 512
_KNOWN = 50_000
_SHORT = 128
"""Bytes of a text whose dregs are remembered, and how many are: 20 MB."""
_STRETCH = b"b" * 24
_UNSEEN: tuple[bytes, ...] = (b"?",)

Dregs = tuple[bytes, ...] | None
"""What a text decodes to; None where something in that may be read on."""


class Sieve:
    """Tells texts in which nothing hides from those that must be grown with their message."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._known: dict[bytes, Dregs] = {}
        self.grown = 0
        """Texts that took a tree of their own, so far: each costs what fifty others do."""

    def dregs(self, text: bytes, *, signed: bool) -> Dregs:
        """What a suspicious text decodes to; `signed` says whether it holds a sign (`kind.classify`)."""
        left = self._known.get(text, _UNSEEN)
        if left is _UNSEEN:
            left = _at_a_glance(text, signed=signed)
            if left is None:
                left = self._grown(text)
            if len(text) <= _SHORT:
                if len(self._known) >= _KNOWN:
                    self._known.clear()
                self._known[text] = left
        return left

    def _grown(self, text: bytes) -> Dregs:
        """The same by a tree of the text alone."""
        if len(text) > _LONGEST or b'"' in text or b"\\" in text:
            return None
        self.grown += 1
        body = b'["%b"]' % text
        tree = Tree(
            Message(ExchangeId(""), Direction.OUT, Transport.HTTP, 0, 0, "", 0, body), self._budget, lazy=True
        )
        if tree.exceeded or tree.open_gaps or not tree.deferred:
            return None
        found = []
        for node in range(1, len(tree.blobs)):
            if tree.flags[node] == JUNK and tree.depths[node] <= 1 + SHALLOW:
                found.append(tree.blobs[node])
            elif tree.flags[node] != PLAIN or tree.parents[node] != 0:
                return None
        return tuple(found)


def _at_a_glance(text: bytes, *, signed: bool) -> Dregs:
    if len(text) <= _TINY or len(text) > _LONGEST:
        return () if len(text) <= _TINY else None
    left = None if signed else letters.dregs(text)
    if left is not None:
        return (left,) if left else ()
    if _reads(text):
        return None
    if _STRETCH not in classify(text):
        return ()
    found = [blob for _, blob in embedded.base64_stretches(text) if blob]
    for blob in found:
        if letters.opens(blob) or letters.worth_a_look(blob):
            return None
    return tuple(found)


def _reads(text: bytes) -> bool:
    """Whether any format may read a text."""
    return (
        letters.opens(text)
        or not is_text(text)
        or text[0] in b"\n\t\r"
        or base64_text.matches(text)
        or embedded.matches(text)
        or quoted_printable.matches(text)
        or any(format_.matches(text) for format_ in registry.IN_TEXT)
    )
