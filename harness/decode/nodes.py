"""The nodes of one message as parallel lists: their bytes, parents, steps, and what is known of them.

Nodes are numbers, since a message has hundreds of nodes and a phone millions of messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.decode.refusal import Step
from harness.decode.vendor_formats import VendorFormats
from harness.model.message import GapReason, Message
from harness.model.sighting import LayerPath


@dataclass(frozen=True, slots=True)
class DecodeGap:
    """Bytes of a message that could not be read, at which path, and how many."""

    reason: GapReason
    path: LayerPath
    detail: str
    size: int


class Nodes:
    """The nodes of one message, read with the formats of some vendors."""

    __slots__ = (
        "active",
        "blobs",
        "deciphered",
        "depths",
        "flags",
        "formats",
        "forms",
        "message",
        "open_gaps",
        "parents",
        "steps",
        "values",
    )

    def __init__(self, message: Message, formats: VendorFormats) -> None:
        self.message = message
        self.formats = formats
        self.blobs: list[bytes] = []
        self.parents: list[int] = []
        self.steps: list[Step] = []
        self.flags: list[int] = []
        self.depths: list[int] = []
        self.values: dict[int, object] = {}
        """Parsed JSON values by node."""
        self.forms: list[int] = []
        """Nodes that were read as forms."""
        self.active: list[int] = []
        """Nodes that are not inert, in their order."""
        self.open_gaps: list[tuple[int, GapReason, str]] = []
        self.deciphered: set[tuple[int, Step]] = set()
        """Nodes and their steps whose encryption a vendor's format undid."""

    def append(self, parent: int, step: Step, data: bytes, flag: int) -> int:
        """Adds one node, and answers its number."""
        self.blobs.append(data)
        self.parents.append(parent)
        self.steps.append(step)
        self.flags.append(flag)
        self.depths.append(self.depths[parent] + 1)
        return len(self.blobs) - 1

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
