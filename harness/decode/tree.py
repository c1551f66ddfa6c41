"""The layers of one message as a tree that grows until nothing more can be unpacked.

Nodes are numbers; a node's bytes, its parent, the step that leads to it and what is known of it stand
in parallel lists, since a message has hundreds of nodes and a phone millions of messages.  How it grows
stands in `growth`, what the guesses were worth in `settling`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from harness.decode import growth, settling
from harness.decode.budget import Budget
from harness.decode.kind import classify, suspects
from harness.decode.node import PLAIN, QUIET, ROOT, RUN, SHALLOW, TENTATIVE, WHOLE, Cost
from harness.decode.refusal import Part, Step
from harness.decode.request import WHOLES, parts
from harness.model.message import GapReason, Message
from harness.model.sighting import LayerPath

_SMALL_ROOM = 1 << 20
"""Bytes that a guess at a small piece may expand to, whatever room is left."""
_TINY = 2
_AND_ONE = (1).__add__
_NOTHING_KNOWN: Mapping[bytes, Cost] = {}


@dataclass(frozen=True, slots=True)
class DecodeGap:
    """Bytes of a message that could not be read, at which path, and how many."""

    reason: GapReason
    path: LayerPath
    detail: str
    size: int


@lru_cache(maxsize=8)
def _small(budget: Budget) -> Budget:
    return replace(budget, expansion=min(budget.expansion, _SMALL_ROOM))


class Tree:
    """The layers of one message.  Grown by the constructor, read-only afterwards.

    `barren` names texts that are known to hold nothing, with what it costs to find that out: they are
    not tried again.  A `lazy` tree leaves the leaves of JSON texts ungrown where nothing is hidden in
    them: `deferred` names those texts, and `hidden` the nodes that stand for leaves that may hide something.
    """

    __slots__ = (
        "active",
        "barren",
        "blobs",
        "budget",
        "deciphered",
        "deferred",
        "depths",
        "exceeded",
        "flags",
        "full",
        "hidden",
        "layers",
        "lazy",
        "message",
        "open_gaps",
        "parents",
        "room",
        "small_room",
        "spent",
        "steps",
        "used",
        "values",
        "visits",
    )

    def __init__(
        self,
        message: Message,
        budget: Budget,
        barren: Mapping[bytes, Cost] = _NOTHING_KNOWN,
        *,
        lazy: bool = False,
        blank: Collection[bytes] = (),
    ) -> None:
        self.message = message
        self.blobs: list[bytes] = []
        self.parents: list[int] = []
        self.steps: list[Step] = []
        self.flags: list[int] = []
        self.values: dict[int, object] = {}
        """Parsed JSON values by node."""
        self.active: list[int] = []
        """Nodes that are not quiet, in their order."""
        self.used = False
        """Whether anything known to be barren was left out."""
        self.exceeded = False
        """Whether the budget was met."""
        self.open_gaps: list[tuple[int, GapReason, str]] = []
        self.deciphered: set[tuple[int, Step]] = set()
        self.depths: list[int] = []
        self.budget = self.room = budget
        self.small_room = _small(budget)
        self.barren = barren
        self.lazy = lazy
        self.deferred: list[int] = []
        self.hidden: dict[int, int] = {}
        self.spent = self.layers = self.visits = 0
        self.full = False
        found = parts(message)
        if blank:
            found = [part for part in found if part[1] not in blank or part[0] == "body"]
        self.add(ROOT, found, PLAIN)
        active = self.active
        at = 0
        while at < len(active):
            node = active[at]
            at += 1
            if at + self.visits > budget.attempts:
                self.exceeded = True
                self.gap(node, GapReason.BUDGET, f"more than {budget.attempts} nodes to look into")
                break
            growth.unpack(self, node, self.blobs[node])
        settling.settle(self)
        if message.truncated:
            where = self.steps.index("body") if "body" in self.steps else 0
            self.gap(where, GapReason.TRUNCATED, "the recorder kept only the beginning")

    def path(self, node: int) -> LayerPath:
        """The steps that lead to a node."""
        steps: list[str] = []
        while node >= 0:
            step = self.steps[node]
            if isinstance(step, tuple):
                steps.extend(reversed(step))
            else:
                steps.append(step)
            node = self.parents[node]
        return tuple(reversed(steps))

    @property
    def gaps(self) -> tuple[DecodeGap, ...]:
        """What could not be read, in the order it was met."""
        if not self.open_gaps:
            return ()
        return tuple(
            DecodeGap(reason, self.path(node), detail, len(self.blobs[node]))
            for node, reason, detail in self.open_gaps
        )

    @property
    def gap_nodes(self) -> list[int]:
        """The nodes that have gaps."""
        return [node for node, _, _ in self.open_gaps]

    def gap(self, node: int, reason: GapReason, detail: str) -> None:
        """Notes that a node could not be read (on)."""
        self.open_gaps.append((node, reason, detail))

    def add(self, parent: int, found: list[Part], flag: int) -> None:
        """Adds the parts of a node, and marks those that are worth unpacking as active."""
        if self.full or not found:
            return
        data = [part for _, part in found]
        sizes = list(map(len, data))
        if parent != ROOT:
            found, data, sizes = self.afford(parent, found, data, sizes)
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
        self.flags += [QUIET] * count
        classed = classify(b"\x20".join(data))
        if suspects(classed):
            self.activate(first, data, sizes, classed)
        if parent == ROOT and found[-1][0] == "body" and self.flags[-1] == QUIET:
            self.flags[-1] = PLAIN
            self.active.append(first + count - 1)
        for node in (
            (n for n, (step, _) in enumerate(found, first) if step in WHOLES) if parent == ROOT else ()
        ):
            self.flags[node] = WHOLE

    def hide(self, node: int, data: bytes, flag: int) -> None:
        """Adds a node that stands for a leaf of a deferred text, or for what its letters decode to."""
        self.hidden[len(self.blobs)] = node
        self.active.append(len(self.blobs))
        self.blobs.append(data)
        self.parents.append(node)
        self.steps.append("json:?")
        self.flags.append(flag)
        self.depths.append(self.depths[node] + 1)

    def bring(self, parent: int, step: Step, data: bytes) -> int:
        """Adds a leaf of a deferred text, and answers its node."""
        self.blobs.append(data)
        self.parents.append(parent)
        self.steps.append(step)
        self.flags.append(QUIET)
        self.depths.append(self.depths[parent] + 1)
        return len(self.blobs) - 1

    def is_hidden(self, node: int) -> bool:
        """Whether a node stands for a leaf of a deferred text, or came out of one."""
        while node >= 0:
            if node in self.hidden:
                return True
            node = self.parents[node]
        return False

    def afford(
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

    def activate(self, first: int, data: list[bytes], sizes: list[int], classed: bytes) -> None:
        """Marks the parts in which something may hide."""
        for number, _ in self.suspicious(data, sizes, classed, self.depths[first]):
            self.flags[first + number] = PLAIN
            self.active.append(first + number)

    def suspicious(
        self, data: list[bytes], sizes: list[int], classed: bytes, depth: int
    ) -> list[tuple[int, bool]]:
        """The pieces with a suspicious sign or a long run of letters that are not known to be barren.

        With each whether there is a sign, or letters only.
        """
        barren = self.barren if depth + SHALLOW < self.budget.depth else _NOTHING_KNOWN
        found: list[tuple[int, bool]] = []
        ends = list(accumulate(map(_AND_ONE, sizes)))
        find = classed.find
        sign, run = find(b"s"), find(RUN)
        while sign >= 0 or run >= 0:
            number = bisect_right(ends, sign if run < 0 or 0 <= sign < run else run)
            at = ends[number]
            signed = 0 <= sign < at
            if sizes[number] > _TINY:
                cost = barren.get(data[number])
                if cost is None:
                    found.append((number, signed))
                else:
                    self.used = True
                    self.spent += cost[0]
                    self.layers += cost[1]
                    self.visits += cost[2]
            if signed:
                sign = find(b"s", at)
            if 0 <= run < at:
                run = find(RUN, at)
        return found
