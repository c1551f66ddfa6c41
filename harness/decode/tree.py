"""The layers of one message as a tree that grows until nothing more can be unpacked.

Nodes are numbers; a node's bytes, its parent, the step that leads to it and what is known of it stand
in parallel lists, since a message has hundreds of nodes and a phone millions of messages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.decode import json_text, registry
from harness.decode.budget import Budget
from harness.decode.kind import entropy_is_high, has_base64_run, is_text
from harness.decode.refusal import Part, Refusal, Step
from harness.decode.request import WHOLES, parts
from harness.model.message import Direction, GapReason, Message
from harness.model.sighting import LayerPath

ROOT = -1

PLAIN = 0
"""A node as it is: a leaf unless it has children."""
READ = 1
"""A node that was unpacked: its parts say all of it."""
TENTATIVE = 2
"""A decoding that may mean nothing, such as a word read as base64."""
WHOLE = 3
"""A node that is searched and no leaf: its pieces stand beside it."""

_SHORT = 8
"""Bytes below which nothing but percent-encoding is undone: shorter values are found by their forms."""
_RUN = b"b" * 16


@dataclass(frozen=True, slots=True)
class DecodeGap:
    """Bytes of a message that could not be read, at which path, and how many."""

    reason: GapReason
    path: LayerPath
    detail: str
    size: int


def _first_byte_table() -> tuple[tuple[registry.Format, ...], ...]:
    table: list[tuple[registry.Format, ...]] = [()] * 256
    for firsts, formats in registry.BY_FIRST_BYTE.items():
        for first in firsts:
            table[first] += formats
    return tuple(table)


_BY_FIRST = _first_byte_table()


class Tree:
    """The layers of one message.  Grown by the constructor, read-only afterwards."""

    __slots__ = (
        "_attempts",
        "_budget",
        "_depths",
        "_full",
        "_room",
        "_spent",
        "blobs",
        "flags",
        "gaps",
        "message",
        "parents",
        "steps",
        "values",
    )

    def __init__(self, message: Message, budget: Budget) -> None:
        self.message = message
        self.blobs: list[bytes] = []
        self.parents: list[int] = []
        self.steps: list[Step] = []
        self.flags: list[int] = []
        self.values: dict[int, object] = {}
        """Parsed JSON values by node."""
        self.gaps: list[DecodeGap] = []
        self._depths: list[int] = []
        self._budget = self._room = budget
        self._spent = 0
        self._attempts = 0
        self._full = False
        for step, data in parts(message):
            self._add(ROOT, step, data, WHOLE if step in WHOLES else PLAIN)
        at = 0
        blobs = self.blobs
        flags = self.flags
        while at < len(blobs):
            data = blobs[at]
            if len(data) >= _SHORT:
                if flags[at] != WHOLE:
                    self._unpack(at, data)
            elif b"%" in data:
                self._unpack(at, data)
            at += 1
        if message.truncated:
            self.gaps.append(
                DecodeGap(
                    GapReason.TRUNCATED, ("body",), "the recorder kept only the beginning", len(message.body)
                )
            )
        self._settle()

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

    def gap(self, node: int, reason: GapReason, detail: str) -> None:
        """Notes that a node could not be read (on)."""
        self.gaps.append(DecodeGap(reason, self.path(node), detail, len(self.blobs[node])))

    def _add(self, parent: int, step: Step, data: bytes, flag: int) -> None:
        if self._full:
            return
        if self._spent + len(data) > self._budget.expansion and parent != ROOT:
            self._full = True
            self.gap(parent, GapReason.BUDGET, f"more than {self._budget.expansion} bytes in all layers")
            return
        if len(self.blobs) >= self._budget.layers:
            self._full = True
            self.gap(max(parent, 0), GapReason.BUDGET, f"more than {self._budget.layers} layers")
            return
        if parent != ROOT:
            self._spent += len(data)
        self.blobs.append(data)
        self.parents.append(parent)
        self.steps.append(step)
        self.flags.append(flag)
        self._depths.append(1 if parent == ROOT else self._depths[parent] + 1)

    def _unpack(self, node: int, data: bytes) -> None:
        """Tries the formats on a node, the certain ones first."""
        by_first = _BY_FIRST[data[0]]
        letters = has_base64_run(data, _RUN)
        if not (by_first or letters or b"=" in data or b"%" in data or b":" in data):
            return
        if self._depths[node] >= self._budget.depth:
            self.gap(node, GapReason.BUDGET, f"more than {self._budget.depth} layers deep")
            return
        for format_ in by_first:
            if format_.matches(data) and self._try(format_, node, data, PLAIN):
                return
        if not is_text(data):
            return
        for format_ in registry.IN_TEXT:
            if format_.matches(data) and self._try(format_, node, data, PLAIN):
                if format_.NAME == "form":
                    for vendor in registry.IN_FORMS:
                        if vendor.matches(data):
                            self._try(vendor, node, data, PLAIN)
                return
        if letters:
            for format_ in registry.IN_LETTERS:
                if format_.matches(data):
                    self._try(format_, node, data, TENTATIVE)

    def _try(self, format_: registry.Format, node: int, data: bytes, flag: int) -> bool:
        """Unpacks a node; answers whether it was of the format."""
        self._attempts += 1
        if self._attempts > self._budget.attempts:
            if self._attempts == self._budget.attempts + 1:
                self.gap(node, GapReason.BUDGET, f"more than {self._budget.attempts} attempts")
            return True
        if self._spent > self._budget.expansion - self._room.expansion + (1 << 20):
            self._room = replace(self._budget, expansion=max(1, self._budget.expansion - self._spent))
        try:
            if format_ is json_text:
                value = json_text.parse(data, self._room)
                self.values[node] = value
                found: list[Part] = json_text.leaves(value)
            else:
                found = format_.unpack(data, self._room)
        except Refusal as refusal:
            self.gap(node, refusal.reason, refusal.detail)
            found = refusal.parts
        except (ValueError, KeyError):
            return False
        if flag == PLAIN:
            self.flags[node] = READ
        for step, part in found:
            self._add(node, step, part, flag)
        return True

    def _settle(self) -> None:
        """Decides what the tentative decodings were worth, and names what stayed unread."""
        flags, parents, blobs = self.flags, self.parents, self.blobs
        fruitful = [False] * len(blobs)
        for node in range(len(blobs) - 1, -1, -1):
            flag = flags[node]
            if flag == TENTATIVE and not fruitful[node] and not is_text(blobs[node]):
                continue
            parent = parents[node]
            if flag == TENTATIVE:
                flags[node] = READ if fruitful[node] else PLAIN
            if parent >= 0 and not fruitful[parent]:
                fruitful[parent] = True
                if flags[parent] == PLAIN:
                    flags[parent] = READ
        for node, flag in enumerate(flags):
            if flag == PLAIN and len(blobs[node]) > _TRIFLE and not is_text(blobs[node]):
                self._name_unread(node)

    def _name_unread(self, node: int) -> None:
        data = self.blobs[node]
        if entropy_is_high(data) and len(data) >= 16:
            self.gap(
                node,
                GapReason.ENCRYPTED,
                "bytes spread evenly, no known format: encrypted, or unknown compression",
            )
        else:
            self.gap(node, GapReason.UNKNOWN_FORMAT, "bytes of no known format")


_TRIFLE = 5
"""Bytes that are no residue (method §7)."""

OUT = Direction.OUT
