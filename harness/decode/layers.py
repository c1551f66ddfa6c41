"""The layers of one message as far as the budget allows them, and which of their parts may hide something."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from harness.decode import alphabets
from harness.decode.budget import Budget
from harness.decode.kind import classify, suspects
from harness.decode.node import INERT, PLAIN, REJECTED, ROOT, TENTATIVE, WHOLE
from harness.decode.nodes import Nodes
from harness.decode.proof import reads_on
from harness.decode.refusal import Part
from harness.decode.request import WHOLES
from harness.decode.suspicion import suspicious
from harness.decode.vendor_formats import VendorFormats
from harness.model.message import GapReason, Message

_SHORTEST = 8
"""Bytes of a text without any sign that are shown to the encodings."""
_SMALL_ROOM = 1 << 20
"""Bytes that a guess at a small piece may expand to, whatever room is left."""


@lru_cache(maxsize=8)
def _small(budget: Budget) -> Budget:
    return replace(budget, expansion=min(budget.expansion, _SMALL_ROOM))


class Layers(Nodes):
    """The nodes of one message, and what they have cost of the budget so far."""

    __slots__ = (
        "beside",
        "budget",
        "exceeded",
        "full",
        "keys_tried",
        "layers",
        "room",
        "small_room",
        "spent",
    )

    def __init__(self, message: Message, budget: Budget, formats: VendorFormats) -> None:
        super().__init__(message, formats)
        self.budget = self.room = budget
        self.small_room = _small(budget)
        self.spent = self.layers = 0
        self.full = False
        self.exceeded = False
        """Whether the budget was met."""
        self.beside: set[int] = set()
        """Decodings that leave the text a leaf, since they may be chance."""
        self.keys_tried = False
        """Whether short values were tried as keys of what stayed unread."""

    def add(self, parent: int, found: list[Part], flag: int) -> None:
        """Adds the parts of a node, and marks those that are worth unpacking as active."""
        if self.full or not found:
            return
        data = [part for _, part in found]
        sizes = list(map(len, data))
        if parent != ROOT:
            found, data, sizes = self._afford(parent, found, data, sizes)
        first, count = len(self.blobs), len(data)
        self.blobs += data
        self.steps += [step for step, _ in found]
        self.parents += [parent] * count
        self.depths += [self.depths[parent] + 1 if parent != ROOT else 1] * count
        if flag == TENTATIVE:
            self.flags += [TENTATIVE] * count
            self.active += range(first, first + count)
            return
        if count == 1:
            self.flags.append(PLAIN)
            self.active.append(first)
            return
        self.flags += [INERT] * count
        classed = classify(b"\x20".join(data))
        if suspects(classed):
            for number in suspicious(sizes, classed):
                self.flags[first + number] = PLAIN
                self.active.append(first + number)
        if parent == ROOT:
            self._mark_parts(found, first)
        flags, decodings, budget = self.flags, alphabets.decodings, self.budget
        for node, size in enumerate(sizes, first):
            if (
                size >= _SHORTEST
                and flags[node] == INERT
                and (meant := decodings(data[node - first], budget))
            ):
                self._add_meant(node, meant)

    def add_decodings(self, node: int, data: bytes) -> None:
        """Adds what a text may mean in the encodings that its signs allow, beside the text."""
        found = alphabets.decodings(data, self.budget)
        if found:
            known = {blob for blob, parent in zip(self.blobs, self.parents, strict=True) if parent == node}
            self._add_meant(node, tuple(part for part in found if part[1] not in known))

    def _add_meant(self, node: int, found: tuple[Part, ...]) -> None:
        first = len(self.blobs)
        self.add(node, list(found), TENTATIVE)
        self.beside.update(range(first, len(self.blobs)))
        for one in range(first, len(self.blobs)):
            if not reads_on(self.blobs[one]):
                self.flags[one] = REJECTED

    def _mark_parts(self, found: list[Part], first: int) -> None:
        """Marks the body, which is always unpacked, and the parts that are no leaves."""
        if found[-1][0] == "body" and self.flags[-1] == INERT:
            self.flags[-1] = PLAIN
            self.active.append(first + len(found) - 1)
        for node, (step, _) in enumerate(found, first):
            if step in WHOLES:
                self.flags[node] = WHOLE

    def _afford(
        self, parent: int, found: list[Part], data: list[bytes], sizes: list[int]
    ) -> tuple[list[Part], list[bytes], list[int]]:
        """The parts that the budget allows."""
        total = sum(sizes)
        room, layers = self.budget.expansion - self.spent, self.budget.layers - self.layers
        if total > room or len(data) > layers:
            self.full = self.exceeded = True
            what = f"{self.budget.expansion} bytes" if total > room else f"{self.budget.layers} layers"
            self.gap(parent, GapReason.BUDGET, f"more than {what} in all")
            kept = min(layers, sum(1 for upto in accumulate(sizes) if upto <= room))
            found, data, sizes = found[:kept], data[:kept], sizes[:kept]
            total = sum(sizes)
        self.spent += total
        self.layers += len(data)
        return found, data, sizes
