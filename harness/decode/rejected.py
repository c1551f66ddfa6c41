"""What a short text decodes to where every decoding is rejected: searched as bytes, and no more.

Telemetry is full of identifiers spelled in the letters of an encoding.  Most are told from encoded texts
by a glance; the others are unpacked as a tree of their own.  Either way the answer is the tree's (test).
"""

from __future__ import annotations

from harness.decode import base64_text, embedded, letters, quoted_printable, registry
from harness.decode.budget import Budget
from harness.decode.kind import classify, is_text
from harness.decode.node import PLAIN, REJECTED, SHALLOW
from harness.decode.tree import Tree
from harness.decode.vendor_formats import VendorFormats
from harness.model.message import Direction, ExchangeId, Message, Transport

_TINY = 2
_LONGEST = 512
_KNOWN = 50_000
_SHORT = 128
"""Bytes of a text whose decodings are remembered, and how many are: 20 MB."""
_STRETCH = b"b" * 24
_UNSEEN: tuple[bytes, ...] = (b"?",)

Rejected = tuple[bytes, ...] | None
"""What a text decodes to; None where something in that may be read on."""


class RejectedDecodings:
    """Tells texts in which nothing hides from those that must be unpacked with their message."""

    def __init__(self, budget: Budget, formats: VendorFormats) -> None:
        self._budget, self._formats = budget, formats
        self._of_text = (*formats.in_text, *registry.IN_TEXT)
        self._known: dict[bytes, Rejected] = {}
        self.trees = 0
        """Texts that took a tree of their own, so far: each costs what fifty others do."""

    def of(self, text: bytes, *, signed: bool) -> Rejected:
        """What a suspicious text decodes to; `signed` says whether it holds a sign (`kind.classify`)."""
        found = self._known.get(text, _UNSEEN)
        if found is _UNSEEN:
            found = self._without_a_tree(text, signed=signed)
            if found is None:
                found = self._by_a_tree(text)
            if len(text) <= _SHORT:
                if len(self._known) >= _KNOWN:
                    self._known.clear()
                self._known[text] = found
        return found

    def _by_a_tree(self, text: bytes) -> Rejected:
        """The same by a tree of the text alone."""
        if len(text) > _LONGEST or b'"' in text or b"\\" in text:
            return None
        self.trees += 1
        body = b'["%b"]' % text
        message = Message(ExchangeId(""), Direction.OUT, Transport.HTTP, 0, 0, "", 0, body)
        tree = Tree(message, self._budget, self._formats, lazy=True)
        if tree.exceeded or tree.open_gaps or not tree.deferred:
            return None
        found = []
        for node in range(1, len(tree.blobs)):
            if tree.flags[node] == REJECTED and tree.depths[node] <= 1 + SHALLOW:
                found.append(tree.blobs[node])
            elif tree.flags[node] != PLAIN or tree.parents[node] != 0:
                return None
        return tuple(found)

    def _without_a_tree(self, text: bytes, *, signed: bool) -> Rejected:
        if len(text) <= _TINY or len(text) > _LONGEST:
            return () if len(text) <= _TINY else None
        decoded = None if signed else letters.rejected(text, self._formats)
        if decoded is not None:
            return (decoded,) if decoded else ()
        if self._reads(text):
            return None
        if _STRETCH not in classify(text):
            return ()
        found = [blob for _, blob in embedded.base64_stretches(text) if blob]
        for blob in found:
            if letters.opens(blob, self._formats) or letters.worth_a_look(blob):
                return None
        return tuple(found)

    def _reads(self, text: bytes) -> bool:
        """Whether any format may read a text."""
        return (
            letters.opens(text, self._formats)
            or not is_text(text)
            or text[0] in b"\n\t\r"
            or base64_text.matches(text)
            or embedded.matches(text)
            or quoted_printable.matches(text)
            or any(one.matches(text) for one in self._of_text)
        )
